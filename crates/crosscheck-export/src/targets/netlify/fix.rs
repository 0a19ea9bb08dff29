//! Netlify, whose headers of files stand in `_headers`.

use crosscheck::diagnosis::RequiredHeaders;

use super::export::block;
use crate::export::CorsObject;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text = format!("/*\n{}", block(&CorsObject::of(grant).own_header_lines()));
    Fix::of(
        &[("in _headers, in the folder that is published", text)],
        &[
            "put the paths of your files in the place of /*",
            "the same is said to everybody, so it is for one origin: for several, answer by an edge function",
            "functions and proxied paths get none of it: they say their own headers",
        ],
    )
}
