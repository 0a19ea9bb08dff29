//! Go, with `jub0bs/cors`, which takes no configuration that cannot work.

use crosscheck::diagnosis::RequiredHeaders;

use super::export::config;
use crate::export::CorsObject;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text = format!(
        "middleware, err := cors.NewMiddleware({})\nif err != nil {{\n\tlog.Fatal(err)\n}}\nhandler := \
         middleware.Wrap(mux)\n",
        config(&CorsObject::of(grant), "")
    );
    Fix::of(
        &[("around the mux, outside of what asks for a sign-in", text)],
        &["go get github.com/jub0bs/cors"],
    )
}
