//! "Fix for your server": the refusal that the page shows, as a patch for one server.

use crosscheck::agent::Profile;
use crosscheck::diagnosis::advice;
use crosscheck::diagnosis::advice_in_chinese;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck_export::Server;
use crosscheck_export::fix;
use crosscheck_export::in_chinese;
use serde::Deserialize;
use serde::Serialize;

use super::judge::check;
use super::trace::trace;
use crate::error::InputError;
use crate::fixes::NOT_RUN;

/// Which refusal, of which browser, for which server.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    scenario: Scenario,
    browser: String,
    step: usize,
    server: String,
}

/// What to change: each part with its place, and what to mind.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Patch {
    title: String,
    parts: Vec<(&'static str, String)>,
    notes: Vec<String>,
    /// The places and the notes in simplified Chinese, one for each; `None` where nobody has written it.
    chinese: [Vec<Option<&'static str>>; 2],
}

/// Every server's name, and its title.
pub fn servers() -> Vec<(&'static str, &'static str)> {
    Server::ALL.iter().map(|server| (server.name(), server.title())).collect()
}

/// Plays the scenario again and writes what would let it through.
///
/// Fails where the names are not known, or where no header of a server would help.
pub fn patch(wanted: &Wanted) -> Result<Patch, InputError> {
    check(&wanted.scenario)?;
    let known = Profile::named(&wanted.browser).zip(Server::named(&wanted.server));
    let (profile, server) = known.ok_or_else(|| {
        InputError::new("no such browser, or no such server", "choose another")
            .in_chinese("没有这个浏览器或服务器", "请另选一个")
    })?;
    let mut scripted = ScriptedServer::new(&wanted.scenario.server);
    let told = trace(&wanted.scenario, profile, &mut scripted);
    let refusal = told.steps.get(wanted.step).and_then(|step| step.wanted.as_ref());
    let found = refusal.and_then(|refusal| fix(refusal, server));
    let found = found.ok_or_else(|| {
        InputError::new("no header of the server helps here", "")
            .in_chinese("这里改服务器的响应头没有用", "")
    })?;
    let proof = if found.run_by.is_some() { "" } else { NOT_RUN };
    let told = refusal.and_then(|refusal| Some((advice(refusal).server?, refusal.rule)));
    let note = |note: &String| match &told {
        Some((text, rule)) if text == note => advice_in_chinese(*rule)[0],
        _ => in_chinese(note),
    };
    let places = found.parts.iter().map(|part| in_chinese(part.place)).collect();
    let chinese = [places, found.notes.iter().map(note).collect()];
    let parts = found.parts.into_iter().map(|part| (part.place, part.text)).collect();
    let title = format!("{}{proof}", server.title());
    Ok(Patch { title, parts, notes: found.notes, chinese })
}

#[cfg(test)]
mod tests {
    use crosscheck_export::Server;
    use insta::assert_snapshot;
    use serde_json::json;

    use super::patch;

    fn wanted(server: &str, mode: &str) -> super::Wanted {
        serde_json::from_value(json!({
            "browser": "chromium", "step": 0, "server": server,
            "scenario": {"id": "lab", "page": "https://shop.example", "steps": [{
                "api": "fetch", "url": "https://api.example/cart", "method": "PUT", "mode": mode,
                "credentials": "include", "headers": [["X-Token", "1"]],
            }]},
        }))
        .expect("what the page sends")
    }

    /// The first rule is broken by the preflight's answer, and the patch lets all of it through.
    #[test]
    fn the_patch_is_for_the_whole_request() {
        let found = patch(&wanted("nginx", "cors")).expect("a patch");
        let text: String = found.parts.iter().map(|(at, text)| format!("{at}:\n{text}")).collect();
        assert_snapshot!(text, @r#"
        in http { }:
        map $http_origin $cors_origin {
            default "";
            "https://shop.example" $http_origin;
        }
        map $cors_origin $cors_credentials {
            default "true";
            "" "";
        }
        map "$request_method|$cors_origin|$http_access_control_request_method" $cors_preflight {
            default 0;
            "~^OPTIONS\|[^|]+\|.+$" 1;
        }
        in the location { }:
        add_header Access-Control-Allow-Origin $cors_origin always;
        add_header Access-Control-Allow-Credentials $cors_credentials always;
        add_header Vary Origin always;
        if ($cors_preflight) {
            add_header Access-Control-Allow-Origin $cors_origin always;
            add_header Access-Control-Allow-Credentials $cors_credentials always;
            add_header Vary Origin always;
            add_header Access-Control-Allow-Methods "GET, HEAD, POST, PUT" always;
            add_header Access-Control-Allow-Headers "x-token" always;
            add_header Access-Control-Max-Age 600 always;
            return 204;
        }
        proxy_hide_header Access-Control-Allow-Origin;
        proxy_hide_header Access-Control-Allow-Credentials;
        in the location that an error_page leads to, if there is one:
        add_header Access-Control-Allow-Origin $cors_origin always;
        add_header Access-Control-Allow-Credentials $cors_credentials always;
        add_header Vary Origin always;
        "#);
        for server in Server::ALL {
            let found = patch(&wanted(server.name(), "cors")).expect("a patch");
            let text: String = found.parts.iter().map(|(_, text)| text.as_str()).collect();
            let text = text.to_ascii_lowercase().replace('\\', "").replace("[.]", ".");
            // Where nothing of it can be said, or need be.
            if matches!(server, Server::MinIo | Server::Vite) {
                continue;
            }
            assert!(!found.chinese.iter().flatten().any(Option::is_none), "{:?}", found.chinese);
            // App Service lets every method and header through that the origin may send.
            let needed: &[&str] = match server {
                Server::AppService => &["shop.example"],
                _ => &["shop.example", "put", "x-token"],
            };
            for part in needed {
                assert!(text.contains(part), "{}: {text}", server.name());
            }
        }
    }

    #[test]
    fn where_no_header_helps_it_is_said() {
        let refused = patch(&wanted("nginx", "same-origin")).expect_err("the page's own mode");
        assert_eq!(refused.message, "no header of the server helps here");
        assert!(patch(&wanted("lighttpd", "cors")).is_err());
    }
}
