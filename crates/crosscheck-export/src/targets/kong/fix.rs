//! Kong: the plugin `cors`.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::names::KONG;
use crate::fix::patch::Fix;
use crate::fix::patch::lines;
use crate::fix::yaml_options::options;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let plugin = "plugins:\n- name: cors\n  config:\n".to_owned();
    let plugin = plugin + &options("    ", grant, KONG);
    let text = plugin
        + &lines(&[
            (!grant.credentials, "    credentials: false"),
            (true, "    preflight_continue: false"),
        ]);
    Fix::of(
        &[("in the service or route (kong.yaml, or the Admin API)", text)],
        &[
            "the route must take OPTIONS, too, or Kong answers 404 before any plugin runs",
            "with one origin in the list Kong says it to everybody, without `Vary`; browsers refuse the others \
             all the same",
            "Kong allows every request header that is asked for where `headers` is not set",
        ],
    )
}
