//! Checks of what lies around an exchange: networks, sites, cookies, and what script set.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::exchange::Exchange;
use super::exchange::Message;
use crate::agent::Cookie;
use crate::agent::SameSite;
use crate::wire::is_loopback;
use crate::wire::isomorphic_decode;

pub(super) fn mixed_content(exchange: &Exchange<'_>) -> Vec<String> {
    let is_secure_page = exchange.client.top_level.scheme() == "https";
    let insecure = exchange.urls().filter(|url| {
        let host = url.host_str().unwrap_or_default();
        // Nobody listens on the way to the own machine; it counts by its name, wherever others lead.
        is_secure_page && url.scheme() == "http" && !is_loopback(host)
    });
    insecure.map(ToString::to_string).collect()
}

pub(super) fn local_network(exchange: &Exchange<'_>) -> Vec<String> {
    let browser = exchange.browser;
    let page = &exchange.client.top_level;
    // What came without HTTP is of the user's own machine.
    if !matches!(page.scheme(), "http" | "https") {
        return Vec::new();
    }
    let page_space = browser.address_space(page.host());
    let closer = exchange.urls().filter_map(|url| {
        let host = url.host_str()?;
        let space = browser.address_space(host);
        (space < page_space).then(|| {
            format!("{host} is {}, {} is {}", space.name(), page.host(), page_space.name())
        })
    });
    closer.collect()
}

pub(super) fn forbidden_header(exchange: &Exchange<'_>) -> Vec<String> {
    exchange.refused_headers.iter().map(|name| format!("`{name}`")).collect()
}

pub(super) fn response_header_on_request(exchange: &Exchange<'_>) -> Vec<String> {
    let is_the_servers = |name: &str| {
        name.starts_with("access-control-allow-")
            || ["access-control-expose-headers", "access-control-max-age"].contains(&name)
    };
    let named = exchange.messages.iter().flat_map(|message| {
        let asked = message.sent("Access-Control-Request-Headers").unwrap_or_default();
        let asked = asked.split(',').map(|name| name.trim().to_ascii_lowercase());
        let sent = message.request.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
        asked.chain(sent).collect::<Vec<_>>()
    });
    named.filter(|name| is_the_servers(name)).map(|name| format!("`{name}`")).collect()
}

pub(super) fn no_cors_mode(exchange: &Exchange<'_>) -> Vec<String> {
    exchange.is_no_cors.then(|| exchange.url.to_string()).into_iter().collect()
}

pub(super) fn method_case(exchange: &Exchange<'_>) -> Vec<String> {
    let methods = exchange.messages.iter().map(|message| {
        let asked = message.sent("Access-Control-Request-Method");
        asked.unwrap_or_else(|| message.request.method.clone())
    });
    let is_spelled_else =
        |method: &String| method.eq_ignore_ascii_case("PATCH") && method != "PATCH";
    methods.filter(is_spelled_else).map(|method| format!("`{method}`")).collect()
}

pub(super) fn cookie_not_for_other_sites(exchange: &Exchange<'_>) -> Vec<String> {
    let messages = exchange.messages.iter();
    let credentialed =
        messages.filter(|m| m.request.is_credentialed && exchange.is_cross_site(&m.request.url));
    credentialed
        .flat_map(|message| {
            let lines = message.response.headers.lines("Set-Cookie").map(isomorphic_decode);
            lines.filter(|line| !crosses_sites(line)).map(|line| {
                // The name alone: the value may be a secret.
                let name = line.split(['=', ';']).next().unwrap_or_default().trim();
                format!("{}: `Set-Cookie: {name}=…`", message.request.url)
            })
        })
        .chain(cookies_left_at_home(exchange))
        .collect()
}

/// Cookies that the browser holds for a host, and does not send there from the page's site.
fn cookies_left_at_home(exchange: &Exchange<'_>) -> Vec<String> {
    let is_left = |message: &Message, cookie: &Cookie| {
        let url = &message.request.url;
        let sent = message.sent("Cookie").unwrap_or_default();
        let is_sent = sent.split("; ").any(|pair| pair.split('=').next() == Some(&cookie.name));
        let is_for_it = cookie.host_only
            && url.host_str() == Some(&cookie.host)
            && url.path().starts_with(&cookie.path);
        is_for_it && !is_sent && cookie.same_site != SameSite::None
    };
    let messages = exchange.messages.iter();
    let credentialed = messages.filter(|m| {
        let request = &m.request;
        request.is_credentialed && !request.is_preflight && exchange.is_cross_site(&request.url)
    });
    credentialed
        .flat_map(|message| {
            let held = exchange.browser.cookies.iter().filter(|cookie| is_left(message, cookie));
            held.map(|cookie| {
                format!("{}: `{}` is held, and is not sent", message.request.url, cookie.name)
            })
        })
        .collect()
}

pub(super) fn third_party_cookies(exchange: &Exchange<'_>) -> Vec<String> {
    let has_cookies = |message: &&Message| {
        let mut lines = message.response.headers.lines("Set-Cookie").map(isomorphic_decode);
        message.request.headers.contains("Cookie") || lines.any(|line| crosses_sites(&line))
    };
    let messages = exchange.messages.iter();
    let across =
        messages.filter(|m| m.request.is_credentialed && exchange.is_cross_site(&m.request.url));
    let page = &exchange.client.top_level;
    across.filter(has_cookies).map(|m| format!("{} in a page of {page}", m.request.url)).collect()
}

/// Whether a `Set-Cookie` line asks for pages of other sites, and may.
fn crosses_sites(line: &str) -> bool {
    let attributes: Vec<(String, String)> = line
        .split(';')
        .skip(1)
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase()))
        .collect();
    let has = |name: &str| attributes.iter().any(|(known, _)| known == name);
    let same_site = attributes.iter().rev().find(|(name, _)| name == "samesite");
    has("secure") && same_site.is_some_and(|(_, value)| value == "none")
}
