//! Which part of a patch for several URLs is for which.

use std::collections::BTreeMap;

use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::RequiredHeaders;
use crosscheck::diagnosis::RequiredPreflight;

use super::patch::header_names;

/// For each URL, without its query, what it needs; of several requests to one, all that they need.
pub(super) fn shares(each: &[(&Refusal, RequiredHeaders)]) -> Vec<String> {
    let mut shares: Vec<(&str, Vec<RequiredHeaders>)> = Vec::new();
    let mut places = BTreeMap::new();
    for (case, grant) in each {
        let Some(url) = case.url.as_deref() else { continue };
        let url = url.split(['?', '#']).next().unwrap_or(url);
        let place = *places.entry(url).or_insert(shares.len());
        match shares.get_mut(place) {
            Some((_, grants)) => grants.push(grant.clone()),
            None => shares.push((url, vec![grant.clone()])),
        }
    }
    let told = shares.into_iter().map(|(url, grants)| {
        let mut whole = RequiredHeaders::default();
        whole.extend(grants);
        format!("for {url}: {}", needs(&whole))
    });
    told.collect()
}

fn needs(grant: &RequiredHeaders) -> String {
    let methods: Vec<&str> =
        grant.preflight.iter().flat_map(RequiredPreflight::methods_in_capitals).collect();
    let named = [
        ("the origin", grant.origins.join(", ")),
        ("methods", methods.join(", ")),
        ("request headers", header_names(grant).join(", ")),
        ("exposed headers", grant.expose.join(", ")),
    ];
    let named = named.into_iter().filter(|(_, items)| !items.is_empty());
    let mut needs: Vec<String> = named.map(|(what, items)| format!("{what} {items}")).collect();
    if grant.credentials {
        needs.push("credentials".into());
    }
    if grant.embed {
        needs.push("to be embedded".into());
    }
    match needs.is_empty() {
        true => "the page's origin".into(),
        false => needs.join("; "),
    }
}
