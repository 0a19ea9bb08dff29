//! Cloudflare R2, which speaks S3's language.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::targets::s3::rules;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let (text, unknown) = rules(grant);
    let mut notes = vec![
        "name every header: R2 does not take `*` for all of them",
        "a custom domain has Cloudflare's cache in front: purge it after the change",
    ];
    if grant.credentials {
        notes.push(
            "it says no Access-Control-Allow-Credentials: leave credentials out and sign the URL instead",
        );
    }
    if unknown {
        notes.push("R2 knows GET, HEAD, POST, PUT and DELETE only");
    }
    Fix::of(&[("in the bucket's CORS policy (Settings)", text)], &notes)
}
