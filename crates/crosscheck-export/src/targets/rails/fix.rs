//! Rails. At the very front, before what serves files and what remembers answers.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::max_age;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let symbols: Vec<_> = methods(grant).iter().map(|m| m.to_ascii_lowercase()).collect();
    let symbols: Vec<_> = symbols.iter().map(|method| format!(":\"{method}\"")).collect();
    let symbols = symbols.join(", ");
    let (has_age, age) = max_age(grant, |s| format!("      max_age: {s},"));
    let text = lines(&[
        (true, "Rails.application.config.middleware.insert_before 0, Rack::Cors do"),
        (true, "  allow do"),
        (true, &format!("    origins {}", quoted(&grant.origins_or_example()))),
        (true, "    resource \"*\","),
        (grant.credentials, "      credentials: true,"),
        (true, &format!("      headers: [{}],", quoted(header_names(grant)))),
        (!grant.expose.is_empty(), &format!("      expose: [{}],", quoted(&grant.expose))),
        (has_age, &age),
        (true, &format!("      methods: [{symbols}]")),
        (true, "  end"),
        (true, "end"),
    ]);
    Fix::of(&[("in config/initializers/cors.rb", text)], &["gem \"rack-cors\" in the Gemfile"])
}
