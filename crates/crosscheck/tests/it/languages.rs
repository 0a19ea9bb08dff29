//! What Firefox writes in its users' languages.

use std::collections::BTreeSet;

use crosscheck::diagnosis::read;

/// Every text of Firefox's language packs about CORS, and about what people take for it, with the holes filled: key by key the rule of the
/// English text, and the same evidence.
#[test]
fn firefox_is_read_in_every_language_that_it_speaks() {
    let texts = include_str!("../data/firefox-locales.tsv");
    let mut languages = BTreeSet::new();
    let mut wrong = Vec::new();
    for line in texts.lines() {
        let mut parts = line.split('\t');
        let (Some(language), Some(key), Some(text)) = (parts.next(), parts.next(), parts.next())
        else {
            panic!("{line}");
        };
        languages.insert(language);
        let (rule, caught) = match key {
            "CORSDisabled" => ("cors-disabled", None),
            "CORSDidNotSucceed2" => ("network-failure", None),
            "CORSOriginHeaderNotAdded" => ("origin-not-added", None),
            "CORSExternalRedirectNotAllowed" => ("preflight-redirect", None),
            "CORSRequestNotHttp" => ("location-scheme", None),
            "CORSMissingAllowOrigin2" => ("allow-origin-missing", Some("404")),
            "CORSMultipleAllowOriginNotAllowed" => ("allow-origin-multiple", None),
            "CORSAllowOriginNotMatchingOrigin" => ("allow-origin-invalid", Some("x-token")),
            "CORSNotSupportingCredentials" => ("wildcard-with-credentials", None),
            "CORSMethodNotFound" => ("method-not-allowed", None),
            "CORSMissingAllowCredentials" => ("allow-credentials", None),
            "CORSPreflightDidNotSucceed3" => ("preflight-status", Some("404")),
            "CORSInvalidAllowMethod" => ("invalid-allow-methods", Some("x-token")),
            "CORSInvalidAllowHeader" => ("invalid-allow-headers", Some("x-token")),
            "CORSMissingAllowHeaderFromPreflight2" => ("headers-not-allowed", Some("x-token")),
            "CORSAllowHeaderFromPreflightDeprecation" => ("authorization-by-wildcard", None),
            "BlockMixedActiveContent" | "BlockMixedDisplayContent" => ("mixed-content", None),
            "IneligibleResource" => ("integrity-needs-cors", None),
            "IntegrityMismatch3" => ("integrity-mismatch", Some("sha384")),
            "MimeTypeMismatch2" => ("no-sniff", Some("text/plain")),
            "BlockModuleWithWrongMimeType" | "BlockScriptWithWrongMimeType2" => {
                ("wrong-type", Some("text/html"))
            }
            "XFrameOptionsDeny" => ("frame-refused", Some("DENY")),
            "CSPGenericViolation" | "CSPScriptViolation" => ("blocked-by-csp", None),
            "CheckSameOriginError" => ("disallowed-by-mode", None),
            "CheckLoadURIError" => ("scheme-not-http", None),
            "CORPBlocked" => ("resource-policy", None),
            "ResourceBlockedORB" => ("opaque-response-blocked", None),
            // What was loaded all the same, or would be under another policy.
            "WarnScriptWithWrongMimeType" | "CSPROGenericViolation" => {
                assert!(read(text).iter().all(|reading| reading.is_vague), "{line}");
                continue;
            }
            key => panic!("{key}"),
        };
        // It translates the names of headers, and sets no quotes around a value; others end a URL with a letter.
        let is_glued = matches!(language, "eu" | "hu") && key.starts_with("Check");
        if is_glued || (language == "hi-IN" && caught == Some("x-token")) {
            continue;
        }
        let readings = read(text);
        let told = readings.first().map(|reading| &reading.refusal);
        let seen = told.map(|refusal| {
            let status = refusal.status.map(|status| status.to_string());
            let value = refusal.value.clone().or_else(|| refusal.header_names.first().cloned());
            (refusal.rule.name(), status.or(value))
        });
        let is_right = readings.len() == 1
            && seen.as_ref().is_some_and(|(name, seen)| {
                *name == rule && (caught.is_none() || seen.as_deref() == caught)
            })
            && told
                .and_then(|refusal| refusal.url.as_deref())
                .is_some_and(|url| URLS.contains(&url));
        if !is_right {
            wrong.push(format!("{language} {key}: {seen:?} of {text}"));
        }
    }
    assert!(languages.len() > 40, "{languages:?}");
    assert_eq!(wrong, [""; 0]);
}

/// What the texts of the language packs are about; a link to documentation is none of them.
const URLS: [&str; 8] = [
    "file:///a.png",
    "https://api.example.com/items",
    "https://api.example.com/x",
    "http://api.example.com/x",
    "https://b.example/",
    "https://cdn.example.com/a.js",
    "https://cdn.example.com/a.json",
    "https://img.example.net/a.png",
];
