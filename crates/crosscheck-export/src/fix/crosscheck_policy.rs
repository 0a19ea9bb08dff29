//! Our own policy file. Plain http with credentials is a danger that must be named.

use crosscheck::diagnosis::RequiredHeaders;
use crosscheck::diagnosis::RequiredPreflight;

use super::patch::Fix;
use super::patch::header_names;
use super::patch::lines;
use super::patch::max_age;
use super::patch::quoted;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let origins = quoted(&grant.origins_or_example());
    let methods = grant.preflight.iter().flat_map(RequiredPreflight::methods_in_capitals);
    let methods = quoted(&methods.collect::<Vec<_>>());
    let names = quoted(header_names(grant));
    let (has_age, age) = max_age(grant, |s| format!("max_age = {s}"));
    let text = lines(&[
        (true, "[cors]"),
        (true, &format!("origins = [{origins}]")),
        (grant.credentials, "credentials = true"),
        (!methods.is_empty(), &format!("methods = [{methods}]")),
        (!names.is_empty(), &format!("request_headers = [{names}]")),
        (has_age, &age),
        (!grant.expose.is_empty(), &format!("expose_headers = [{}]", quoted(&grant.expose))),
    ]);
    Fix::of(
        &[("in the policy file", text)],
        &["`crosscheck policy check` says what is wrong with it before it runs"],
    )
}
