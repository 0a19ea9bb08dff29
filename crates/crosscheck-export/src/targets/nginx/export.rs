//! A whole policy for nginx: maps, from the request to the key of its answer, and from there to each
//! header.
//!
//! | variable | what it holds |
//! | --- | --- |
//! | `$cors_origin` | `Origin`, or `?` if no browser sends it so: a map looks text up whatever its case |
//! | `$cors_path` | the number of the path that speaks, where the policy names several |
//! | `$cors_rule` | the key of what answers the origin there |
//! | `$cors_preflight` | whether it is a preflight: `-`, or nothing |
//! | `$cors_asked` | the same, but `+` if what it asks for is permitted |
//!
//! An empty value leaves a header out, so one list of `add_header` says every answer, nginx's own errors
//! included.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crosscheck::server::CORS_RESPONSE_HEADERS;
use crosscheck::server::OriginPattern;
use crosscheck::server::PathStatement;
use crosscheck::server::Policy;
use crosscheck::server::Reach;
use crosscheck::server::RuleStatement;

use crate::export::AnswerSheet;
use crate::export::ConfigFile;
use crate::export::Effect;
use crate::export::Export;
use crate::export::HeaderValue;
use crate::export::Loss;
use crate::export::LossKind;
use crate::export::common_losses;
use crate::export::escape;
use crate::export::header_list_regex;
use crate::export::key;
use crate::export::methods_regex;
use crate::export::origin_regex;
use crate::export::path_patterns;

pub(crate) fn export(policy: &Policy) -> Export {
    let statements: Vec<PathStatement<'_>> = policy.statements().collect();
    let sheet = AnswerSheet::of(&statements);
    let files = vec![
        ConfigFile::new(
            "crosscheck-maps.conf",
            "include it in http { }",
            maps(&statements, &sheet),
        ),
        ConfigFile::new(
            "crosscheck-cors.conf",
            "include it in server { }, and in each location that has an add_header or a \
             proxy_hide_header of its own",
            directives(&sheet),
        ),
    ];
    Export { files, losses: losses(&statements) }
}

fn maps(statements: &[PathStatement<'_>], sheet: &AnswerSheet<'_>) -> String {
    let mut text = room_for(statements);
    let mut map = |comment: &str, source: &str, variable: &str, lines: &[(String, String)]| {
        let _ = writeln!(text, "\n# {comment}\nmap {source} ${variable} {{");
        lines.iter().for_each(|(from, to)| {
            let _ = writeln!(text, "    {from} {to};");
        });
        text.push_str("}\n");
    };
    // No expression is tried on an empty text.
    let as_sent = [line("default", "?"), line("", ""), line("~^[^A-Z,]+$", "$http_origin")];
    map("An origin as browsers send it, or ?.", "$http_origin", "cors_origin", &as_sent);

    if let [statement] = statements
        && statement.path() == "/"
    {
        let comment = "Which rule lets the origin in.";
        map(comment, "$cors_origin", "cors_rule", &origins(0, statement));
    } else {
        let paths: Vec<&str> = statements.iter().map(PathStatement::path).collect();
        let mut lines = vec![line("default", "none")];
        for pattern in path_patterns(&paths) {
            let mark = if pattern.ignores_case { "~*" } else { "~" };
            let regex = format!("{mark}^(?:{})(?:[?]|$)", pattern.regex);
            lines.push(line(&regex, &pattern.path.map_or("none".into(), |path| path.to_string())));
        }
        map(
            "Which path speaks; where that could be read in two ways, none.",
            "$request_uri",
            "cors_path",
            &lines,
        );
        let mut chosen = vec![line("default", "none")];
        for (number, statement) in statements.iter().enumerate() {
            let path = statement.path();
            if statement.is_left() {
                chosen.push(line(&number.to_string(), &number.to_string()));
                continue;
            }
            let comment = format!("Which rule for {path} lets the origin in.");
            let variable = format!("cors_rule_{number}");
            map(&comment, "$cors_origin", &variable, &origins(number, statement));
            chosen.push(line(&number.to_string(), &format!("${variable}")));
        }
        map("The rule that answers.", "$cors_path", "cors_rule", &chosen);
    }

    preflight_maps(statements, &mut map);
    for (header, values) in &sheet.headers {
        let upstream = header.filter(|header| !header.is_of_cors());
        let upstream = upstream.map(|header| format!("$upstream_http_{}", snake(header.name())));
        let mut lines = vec![line("default", upstream.as_deref().unwrap_or_default())];
        for (key, value) in values {
            let value = match value {
                HeaderValue::Text(text) => (*text).to_owned(),
                HeaderValue::Origin => "$http_origin".into(),
                HeaderValue::Nothing => String::new(),
                HeaderValue::Upstream => {
                    let name = header.map_or("vary", |header| header.name());
                    format!("$upstream_http_{}", snake(name))
                }
            };
            lines.push(line(key, &value));
        }
        if upstream.is_some() {
            // A preflight's answer is nginx's own.
            lines.extend([line("~-$", ""), line("~[+]$", "")]);
        }
        let name = header.map_or("vary", |header| header.name());
        let comment = format!("{}.", title(name));
        map(&comment, "$cors_rule$cors_asked", &variable(name), &lines);
    }
    text
}

/// Whether a request is a preflight, and what it asks for is permitted.
fn preflight_maps(
    statements: &[PathStatement<'_>],
    map: &mut impl FnMut(&str, &str, &str, &[(String, String)]),
) {
    let mut lines = vec![line("default", "")];
    let left = statements.iter().enumerate().filter(|(_, statement)| statement.is_left());
    lines.extend(left.map(|(number, _)| line(&format!("~^{number}[|]"), "")));
    lines.push(line("~^[^|]*[|]OPTIONS[|][^|]+[|].", "-"));
    let source = "\"$cors_rule|$request_method|$http_access_control_request_method|$http_origin\"";
    map(
        "A preflight, where they are not left to the application.",
        source,
        "cors_preflight",
        &lines,
    );

    let (mut methods, mut headers, mut asked) =
        (vec![line("default", "")], vec![line("default", "")], vec![line("default", "")]);
    for (number, statement) in statements.iter().enumerate() {
        for (place, rule) in statement.rules().enumerate() {
            let key = key(number, Some(place));
            let at = escape(&key);
            methods.push(line(&format!("~^{at}[|]{}", methods_regex(&rule)), "1"));
            headers.push(line(&format!("~*^{at}[|]{}", header_list_regex(&rule)), "1"));
        }
    }
    let source = "\"$cors_rule|$http_access_control_request_method\"";
    map("Whether the method may be used.", source, "cors_method", &methods);
    let source = "\"$cors_rule|$http_access_control_request_headers\"";
    map("Whether the headers may be sent.", source, "cors_headers", &headers);
    asked.extend([line("-", "-"), line("-1", "-"), line("-11", "+")]);
    let source = "\"$cors_preflight$cors_method$cors_headers\"";
    map("What a preflight is answered: + for yes, - for no.", source, "cors_asked", &asked);
    let answers = [
        line("default", ""),
        line("~^none-$", "403"),
        line("~^[0-9]+-$", "403"),
        line("~^[0-9]+[.][0-9]+-$", "204"),
    ];
    map(
        "The status of a preflight's answer.",
        "$cors_rule$cors_preflight",
        "cors_status",
        &answers,
    );
}

/// The origins that rules for one path list, each with the key of the first that does.
fn origins(number: usize, statement: &PathStatement<'_>) -> Vec<(String, String)> {
    let nobody = key(number, None);
    if statement.is_for_anybody() {
        return vec![line("default", &key(number, Some(0)))];
    }
    let rules: Vec<RuleStatement<'_>> = statement.rules().collect();
    let everybody = rules.iter().position(RuleStatement::lists_everybody);
    // Who sends no origin is nobody.
    let mut lines = vec![line("default", &key(number, everybody))];
    if everybody.is_some() {
        lines.push(line("", &nobody));
    }
    let mut exact = BTreeMap::new();
    // What rules before list by themselves is there already; those with patterns are found by their domains.
    let mut by_domain: BTreeMap<&str, Vec<(usize, &RuleStatement<'_>)>> = BTreeMap::new();
    for (place, rule) in rules.iter().enumerate() {
        for origin in rule.exact_origins() {
            let before =
                || domains_above(origin).filter_map(|domain| by_domain.get(domain)).flatten();
            let first =
                || before().filter(|(_, rule)| rule.lists(origin)).map(|(first, _)| *first).min();
            exact.entry(origin).or_insert_with(|| first().unwrap_or(place));
        }
        let everybody = rule.lists_everybody().then_some("");
        let domains = rule.origin_patterns().iter().map(domain_of);
        for domain in domains.chain(everybody) {
            by_domain.entry(domain).or_default().push((place, rule));
        }
    }
    lines.extend(exact.iter().map(|(origin, rule)| line(origin, &key(number, Some(*rule)))));
    for (place, rule) in rules.iter().enumerate().take(everybody.unwrap_or(usize::MAX)) {
        for pattern in rule.origin_patterns() {
            let regex = format!("~^{}$", origin_regex(pattern));
            lines.push(line(&regex, &key(number, Some(place))));
        }
    }
    lines
}

/// The domain that a pattern is found by: none where its host is any, or of a range of addresses.
fn domain_of(pattern: &OriginPattern) -> &str {
    match pattern.reach {
        Reach::Network { .. } => "",
        _ => &pattern.base,
    }
}

/// The domains that the host of an origin is or is below, and none at the end.
fn domains_above(origin: &str) -> impl Iterator<Item = &str> {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let port = host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']'));
    let host = port.map_or(host, |(host, _)| host);
    std::iter::successors(Some(host), |domain| Some(domain.split_once('.')?.1)).chain([""])
}

/// The directives that answer preflights and write the headers.
fn directives(sheet: &AnswerSheet<'_>) -> String {
    let mut text = String::from(
        "# Written by `crosscheck export nginx`. Include it in server { }.\n\n\
         # What an application says of CORS is not sent on. Behind fastcgi_pass, uwsgi_pass or grpc_pass\n\
         # write fastcgi_hide_header, uwsgi_hide_header or grpc_hide_header.\n",
    );
    let others = sheet.headers.iter().filter_map(|(header, _)| *header);
    let others = others.filter(|header| !header.is_of_cors()).map(|header| header.name());
    for name in CORS_RESPONSE_HEADERS.into_iter().chain(others) {
        let _ = writeln!(text, "proxy_hide_header {};", title(name));
    }
    text.push_str("\n# An empty value leaves a header out.\n");
    for (header, _) in &sheet.headers {
        let name = header.map_or("vary", |header| header.name());
        let _ = writeln!(text, "add_header {} ${} always;", title(name), variable(name));
    }
    text.push_str(
        "\n# Preflights never reach the application.\n\
         if ($cors_status = 204) {\n    return 204;\n}\n\
         if ($cors_status = 403) {\n    return 403 Forbidden;\n}\n",
    );
    text
}

/// What nginx's tables need where origins are long or many: the directives stand once in http { }.
fn room_for(statements: &[PathStatement<'_>]) -> String {
    let origins =
        || statements.iter().flat_map(PathStatement::rules).flat_map(|rule| rule.exact_origins());
    let (count, longest) = (origins().count(), origins().map(str::len).max().unwrap_or_default());
    let mut text =
        String::from("# Written by `crosscheck export nginx`. Include it in http { }.\n");
    // An entry takes two pointers beside its text, and a bucket is a multiple of a cache's line.
    let bucket = (longest + 24).div_ceil(64) * 64;
    if bucket > 64 || count > 1_000 {
        let _ = writeln!(
            text,
            "\n# Of these there is one each in http {{ }}: keep the larger.\n\
             map_hash_bucket_size {};\nmap_hash_max_size {};",
            bucket.max(128),
            (count * 2).max(2048)
        );
    }
    text
}

fn losses(statements: &[PathStatement<'_>]) -> Vec<Loss> {
    let mut losses = common_losses(statements, "nginx");
    losses.push(Loss::new(
        LossKind::SeveralOrigins,
        Effect::NotByBrowsers,
        "of several `Origin` lines nginx before 1.23 looks at the first",
    ));
    losses
}

/// A line of a map.
fn line(from: &str, to: &str) -> (String, String) {
    let from = if from == "default" { from.into() } else { format!("\"{from}\"") };
    (from, format!("\"{to}\""))
}

/// `access_control_allow_origin`.
fn snake(name: &str) -> String {
    name.replace('-', "_")
}

/// `cors_allow_origin`.
fn variable(name: &str) -> String {
    format!(
        "cors_{}",
        snake(name.trim_start_matches("access-control-").trim_start_matches("cross-origin-"))
    )
}

/// `Access-Control-Allow-Origin`.
fn title(name: &str) -> String {
    let mut begins_word = true;
    let letters = name.chars().map(|letter| {
        let letter = if begins_word { letter.to_ascii_uppercase() } else { letter };
        begins_word = letter == '-';
        letter
    });
    letters.collect()
}
