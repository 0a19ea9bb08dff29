//! MinIO: one list of origins for the whole server; its methods and headers cannot be chosen.

use crosscheck::diagnosis::RequiredHeaders;

use super::patch::Fix;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let origins = grant.origins_or_example().join(",");
    let text = format!(
        "mc admin config set ALIAS api cors_allow_origin=\"{origins}\"\nmc admin service restart ALIAS\n"
    );
    Fix::of(
        &[("in a shell, with your server's alias", text)],
        &[
            "or MINIO_API_CORS_ALLOW_ORIGIN in its environment",
            "it is for every bucket; MinIO itself allows its methods, every request header, and credentials: \
             without this list, it does so to every origin",
            "a bucket's own CORS configuration (`mc cors set`) is known to AIStor only",
        ],
    )
}
