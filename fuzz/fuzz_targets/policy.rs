//! Any configuration and any request. A policy that was accepted never allows an origin that its
//! own text does not, never shares a credentialed answer with everybody, and lets nothing into a
//! header that is not visible ASCII; explaining a decision finds the decision. What is proven of it, or of it
//! and a policy made of it by an edit, holds for each request.

#![no_main]

use arbitrary::Result;
use arbitrary::Unstructured;
use crosscheck::server::AnswerHeader;
use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Edit;
use crosscheck::server::Head;
use crosscheck::server::OriginEdit;
use crosscheck::server::PageRequest;
use crosscheck::server::Policy;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use crosscheck::server::Rule;
use crosscheck_fuzz::HEADER_NAMES;
use crosscheck_fuzz::METHODS;
use crosscheck_fuzz::ORIGINS;
use crosscheck_fuzz::PATHS;
use crosscheck_fuzz::list;
use crosscheck_fuzz::text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    let Ok(config) = config(&mut u) else { return };
    let Ok(policy) = Policy::new(&config) else { return };
    let Ok(edit) = edit(&mut u, config.rules.len()) else { return };
    let edited = policy.edit_origins(&edit).ok();
    let alike = edited.filter(|edited| policy.diff(edited).is_ok_and(|found| found.is_empty()));
    let never_read = policy.prove(&Assertion::new().never(["read"]));
    let lets_nobody_read = never_read.is_ok_and(|shown| shown.is_empty());
    while !u.is_empty() {
        let Ok((method, path, headers)) = asked(&mut u) else { return };
        let head = Head::new(&method, &path, &headers);
        let decision = policy.decide(&head);
        assert_eq!(policy.explain(&head).verdict, decision.verdict());
        if let Some(alike) = &alike {
            assert_eq!(
                alike.decide(&head).verdict(),
                decision.verdict(),
                "{config:?} {edit:?} {head:?}"
            );
        }
        if let Some((_, origin)) = headers.iter().find(|(name, _)| *name == "origin") {
            let may = policy.may(&PageRequest::new(origin, &method, &path));
            assert!(may.is_err() || policy.allows_origin(&path, origin.as_bytes()));
            assert!(may.is_err() || !lets_nobody_read, "{config:?} {head:?}");
        }
        let (mut values, mut echoes) = (Vec::new(), false);
        decision.edits().each(|edit| match edit {
            Edit::Set(header, value) => values.push((header.name(), value.text)),
            Edit::Echo(header) => echoes |= header == AnswerHeader::AllowOrigin,
            Edit::Remove(_) | Edit::Vary(_) => {}
        });
        for (name, value) in &values {
            let is_visible = value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
            assert!(is_visible, "{name}: {value:?}");
        }
        let to_all = values.contains(&("access-control-allow-origin", "*"));
        let credentialed = values.iter().any(|(name, _)| name.ends_with("allow-credentials"));
        assert!(!(to_all && (echoes || credentialed)), "{config:?} {head:?}");
        if echoes {
            let origins: Vec<_> = head.header_lines(RequestHeader::Origin).collect();
            let [origin] = origins[..] else { panic!("an echo of {origins:?}") };
            assert!(policy.allows_origin(head.path(), origin));
            assert!(origin.iter().all(|byte| matches!(byte, b'!'..=b'~')), "{origin:?}");
            assert!(!origin.iter().any(|b| matches!(b, b'*' | b',' | b'"' | b'@')), "{origin:?}");
        }
        if decision.verdict() == Some(Ok(())) {
            assert!(to_all || echoes);
        }
    }
});

/// A method, a path, and lines of headers.
type Asked = (String, String, Vec<(&'static str, String)>);

fn asked(u: &mut Unstructured<'_>) -> Result<Asked> {
    let headers = list(u, 4, |u| {
        Ok(match u.int_in_range(0..=2)? {
            0 => ("origin", text(u, ORIGINS)?),
            1 => ("access-control-request-method", text(u, METHODS)?),
            _ => ("access-control-request-headers", text(u, HEADER_NAMES)?),
        })
    })?;
    Ok((text(u, METHODS)?, text(u, PATHS)?, headers))
}

fn edit(u: &mut Unstructured<'_>, rules: usize) -> Result<OriginEdit> {
    let edit = OriginEdit::new()
        .add_origins(list(u, 2, |u| text(u, ORIGINS))?)
        .remove_origins(list(u, 2, |u| text(u, ORIGINS))?);
    Ok(match u.int_in_range(0..=rules)?.checked_sub(1) {
        Some(number) => edit.rule(number),
        None => edit,
    })
}

fn config(u: &mut Unstructured<'_>) -> Result<Config> {
    let mut config = Config {
        origins: list(u, 3, |u| text(u, ORIGINS))?,
        credentials: u.arbitrary()?,
        methods: list(u, 3, |u| text(u, METHODS))?,
        request_headers: list(u, 3, |u| text(u, HEADER_NAMES))?,
        expose_headers: list(u, 3, |u| text(u, HEADER_NAMES))?,
        max_age: u.arbitrary()?,
        expose_timing: u.arbitrary()?,
        origin_source: u.arbitrary()?,
        danger: Danger {
            null_origin: u.arbitrary()?,
            insecure_origins: u.arbitrary()?,
            public_suffixes: u.arbitrary()?,
            whole_schemes: u.arbitrary()?,
            file_origin: u.arbitrary()?,
            address_ranges: u.arbitrary()?,
            everybody_with_credentials: u.arbitrary()?,
        },
        ..Config::default()
    };
    config.rules = list(u, 3, |u| {
        Ok(Rule {
            paths: list(u, 2, |u| text(u, PATHS))?,
            handler: u.arbitrary()?,
            origins: list(u, 3, |u| text(u, ORIGINS))?,
            credentials: u.arbitrary()?,
            methods: list(u, 3, |u| text(u, METHODS))?,
            request_headers: list(u, 3, |u| text(u, HEADER_NAMES))?,
            expose_headers: list(u, 3, |u| text(u, HEADER_NAMES))?,
            max_age: u.arbitrary()?,
            expose_timing: u.arbitrary()?,
            origin_source: u.arbitrary()?,
            ..Rule::default()
        })
    })?;
    Ok(config)
}
