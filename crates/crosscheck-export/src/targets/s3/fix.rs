//! Amazon S3, whose rules know five methods, and no credentials of their own.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

const KNOWN: [&str; 5] = ["GET", "HEAD", "POST", "PUT", "DELETE"];

/// The rules, and whether a method is left out that they cannot name.
pub(crate) fn rules(grant: &RequiredHeaders) -> (String, bool) {
    let methods = methods(grant);
    let (known, unknown): (Vec<&str>, Vec<&str>) =
        methods.iter().partition(|method| KNOWN.contains(method));
    let origins = quoted(&grant.origins_or_example());
    let text = lines(&[
        (true, "["),
        (true, "  {"),
        (true, &format!("    \"AllowedOrigins\": [{origins}],")),
        (true, &format!("    \"AllowedMethods\": [{}],", quoted(&known))),
        (true, &format!("    \"AllowedHeaders\": [{}],", quoted(header_names(grant)))),
        (true, &format!("    \"ExposeHeaders\": [{}],", quoted(&grant.expose))),
        (true, "    \"MaxAgeSeconds\": 600"),
        (true, "  }"),
        (true, "]"),
    ]);
    (text, !unknown.is_empty())
}

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let (text, unknown) = rules(grant);
    let mut notes = vec![
        "behind CloudFront, let Origin be part of the cache key and of what is forwarded",
        "an image that was cached without Origin lacks the headers: load it with crossorigin \
         everywhere",
    ];
    if unknown {
        notes.push("S3 knows GET, HEAD, POST, PUT and DELETE only");
    }
    Fix::of(&[("in the bucket's CORS configuration", text)], &notes)
}
