//! The layers of tower-http that each policy is exported to, compiled.
//!
//! `layers/pN.rs` is what `crosscheck export tower-http` writes for the policy of that number: whoever changes
//! the export writes them anew with `UPDATE_EXPECTED=1` and looks at what changed.
#![expect(unreachable_pub, reason = "what is written is for other people's modules")]

use std::fs;
use std::path::Path;

use crosscheck_export::Export;
use tower_http::cors::CorsLayer;

/// A path, and the layer for what is below it; none where that is left to its handlers.
pub(super) type OnPath = (&'static str, Option<CorsLayer>);

macro_rules! compiled {
    ($($name:ident $file:literal: $($path:literal $layer:ident),*;)+) => {
        $(
            mod $name {
                include!($file);
            }
        )+

        /// By the number of the policy.
        pub(super) fn all() -> Vec<Vec<OnPath>> {
            vec![$(vec![$(($path, compiled!($name $layer))),*]),+]
        }

        const TEXTS: &[&str] = &[$(include_str!($file)),+];
    };
    ($name:ident left) => { None };
    ($name:ident $layer:ident) => { Some($name::$layer()) };
}

compiled! {
    p0 "layers/p0.rs": "/" cors_0;
    p1 "layers/p1.rs": "/" cors_0;
    p2 "layers/p2.rs": "/" cors_0;
    p3 "layers/p3.rs": "/" cors_0;
    p4 "layers/p4.rs": "/" cors_0;
    p5 "layers/p5.rs": "/" cors_0;
    p6 "layers/p6.rs": "/" cors_0;
    p7 "layers/p7.rs": "/" cors_0;
    p8 "layers/p8.rs": "/" cors_0;
    p9 "layers/p9.rs": "/" cors_0;
    p10 "layers/p10.rs": "/" cors_0;
    p11 "layers/p11.rs": "/" cors_0;
    p12 "layers/p12.rs": "/" cors_0;
    p13 "layers/p13.rs": "/" cors_0;
    p14 "layers/p14.rs": "/" cors_0;
    p15 "layers/p15.rs": "/public" cors_0, "/api" cors_1;
    p16 "layers/p16.rs": "/a" cors_0, "/b/c" cors_1, "/a/d" cors_2, "/a/d/e/f" cors_3, "/Files" cors_4;
    p17 "layers/p17.rs": "/" cors_0, "/old" left;
    p18 "layers/p18.rs": "/" cors_0, "/public" cors_1;
    p19 "layers/p19.rs": "/" cors_0;
}

/// Holds an export to the text that was compiled for the policy of a number.
pub(super) fn is_compiled(export: &Export, number: usize) {
    let text = &export.files[0].text;
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/servers/exported/layers");
        fs::write(folder.join(format!("p{number}.rs")), text).expect("it is written");
    }
    assert_eq!(text, TEXTS[number], "what is compiled is what is written: policy {number}");
}
