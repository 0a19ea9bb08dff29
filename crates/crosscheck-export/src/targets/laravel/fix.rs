//! Laravel, whose middleware `HandleCors` is there in every application.

use crosscheck::diagnosis::RequiredHeaders;

use super::export::settings;
use crate::export::CorsObject;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text = settings(&CorsObject::of(grant));
    Fix::of(
        &[("in config/cors.php", text)],
        &["php artisan config:clear, and config:publish cors if the file is not there"],
    )
}
