//! Vercel.

use crosscheck::diagnosis::RequiredHeaders;

use super::export::cors;
use crate::export::CorsObject;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let entries = cors("/api/(.*)", &CorsObject::of(grant)).join(",\n");
    Fix::of(
        &[("in vercel.json", format!("  \"headers\": [\n{entries}\n  ]\n"))],
        &[
            "put the paths of your files and functions in the place of /api/(.*)",
            "a function that is asked with OPTIONS must answer it with 200 or 204",
            "a function that sets the same headers itself says them twice: take them out there",
        ],
    )
}
