//! Google Cloud Storage. One list is for the headers of requests and of answers.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let origins = quoted(&grant.origins_or_example());
    let mut names = header_names(grant).to_vec();
    names.extend(grant.expose.iter().cloned());
    let text = lines(&[
        (true, "["),
        (true, "  {"),
        (true, &format!("    \"origin\": [{origins}],")),
        (true, &format!("    \"method\": [{}],", quoted(&methods(grant)))),
        (true, &format!("    \"responseHeader\": [{}],", quoted(&names))),
        (true, "    \"maxAgeSeconds\": 600"),
        (true, "  }"),
        (true, "]"),
    ]);
    let mut notes = vec![
        "gcloud storage buckets update gs://BUCKET --cors-file=cors.json",
        "an object that was cached without Origin lacks the headers until that answer is too old",
        "storage.cloud.google.com never answers other origins: use storage.googleapis.com",
    ];
    if grant.credentials {
        notes.push(
            "it says no Access-Control-Allow-Credentials: leave credentials out and sign the URL instead",
        );
    }
    Fix::of(&[("in cors.json", text)], &notes)
}
