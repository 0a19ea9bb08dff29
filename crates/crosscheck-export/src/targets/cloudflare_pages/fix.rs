//! Files at Cloudflare. Everybody may read them as long as nothing else is said.

use crosscheck::diagnosis::RequiredHeaders;

use crate::export::CorsObject;
use crate::fix::patch::Fix;
use crate::targets::netlify::block;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text = format!("/*\n{}", block(&CorsObject::of(grant).own_header_lines()));
    let mut notes = vec![
        "put the paths of your files in the place of /*",
        "everybody may read a file by default, without credentials: see first what takes that away",
    ];
    if grant.preflight.is_some() {
        notes.push(
            "a preflight for a file is refused with 405: put a function in front of it that answers OPTIONS",
        );
    }
    Fix::of(&[("in _headers, in the folder that is published", text)], &notes)
}
