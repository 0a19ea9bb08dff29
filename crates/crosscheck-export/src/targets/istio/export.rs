//! A whole policy for Istio: a VirtualService with a `corsPolicy` for each path, which becomes Envoy's filter.

use std::fmt::Write as _;

use crosscheck::server::CORS_RESPONSE_HEADERS;
use crosscheck::server::Policy;

use crate::export::Ability;
use crate::export::ConfigFile;
use crate::export::Export;
use crate::export::OnPath;
use crate::export::Spelled;
use crate::export::in_yaml;
use crate::export::origin_regex;
use crate::export::path_patterns;
use crate::export::quoted;
use crate::fix::names::ISTIO;
use crate::targets::envoy;

/// Envoy's filter, which is set to take expressions of any length that one writes.
const ABILITY: Ability =
    Ability { pattern: |pattern| Spelled::Exactly(origin_regex(pattern)), ..envoy::ABILITY };

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, losses) = ABILITY.by_path(policy);
    let names: Vec<&str> = paths.iter().map(OnPath::path).collect();
    let mut text = String::from(HEAD);
    let mut patterns: Vec<(String, Option<usize>)> = path_patterns(&names)
        .into_iter()
        .map(|pattern| {
            let case = if pattern.ignores_case { "(?i)" } else { "" };
            let regex = quoted(&format!("{case}(?:{})", pattern.regex));
            (format!("  - match:\n    - uri: {{ regex: {regex} }}\n"), pattern.path)
        })
        .collect();
    match names[..] {
        // Every path, however it is spelled.
        ["/"] => patterns = vec![("  - name: everything\n".into(), Some(0))],
        _ => patterns.push(("  - name: everything-else\n".into(), None)),
    }
    for (fits, path) in patterns {
        text += &fits;
        let on = path.and_then(|path| paths.get(path));
        if let Some(object) = on.and_then(|on| on.object.as_ref()) {
            text += "    corsPolicy:\n";
            text += &in_yaml(object, "      ", ISTIO, Some(("allowOrigins", "regex: ")));
            text += "      unmatchedPreflights: IGNORE\n";
        }
        if !on.is_some_and(OnPath::is_left) {
            text += "    headers:\n      response:\n        add:\n          vary: Origin\n        remove:\n";
            for name in CORS_RESPONSE_HEADERS {
                let _ = writeln!(text, "        - {name}");
            }
        }
        text += "    route:\n    - destination:\n        host: api\n";
    }
    let place = "kubectl apply -f it, with your own names, hosts and destinations";
    Export { files: vec![ConfigFile::new("crosscheck-virtual-service.yaml", place, text)], losses }
}

const HEAD: &str = "# Written by `crosscheck export istio`. It was not run there.\n\
                    apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: api\nspec:\n  \
                    hosts:\n  - api.example.com\n  http:\n";
