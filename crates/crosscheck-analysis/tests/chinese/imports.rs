//! What is said of configurations in the shapes that people write.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use crosscheck_analysis::chinese::in_chinese;
use crosscheck_export::import;

#[test]
fn no_remark_on_a_configuration_is_said_in_english_alone() {
    let mut said = BTreeSet::new();
    for folder in ["imports", "real", "elsewhere"] {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crosscheck-export/tests/data");
        for file in fs::read_dir(data.join(folder)).expect("a folder") {
            let path = file.expect("a file").path();
            if path.extension() == Some(OsStr::new("expected")) {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a text");
            let found = import(&text, None).expect("it is read");
            let remarks = found.not_understood.into_iter().chain(found.notes);
            said.extend(remarks.map(|remark| remark.reason));
        }
    }
    let missed: Vec<&String> = said.iter().filter(|text| is_english(text)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(said.len() > 20, "{} are all that could be found: {said:#?}", said.len());
}

/// What configurations seldom hold.
#[test]
fn no_mistake_in_an_origin_is_said_in_english_alone() {
    for origin in
        ["*.", "https://*", "https://a..example", "https://*.a.example:9-1", "192.168.0.0/16"]
    {
        let text =
            format!("const cors = require('cors');\napp.use(cors({{ origin: [{origin:?}] }}));");
        let found = import(&text, None).expect("it is read");
        let mut remarks = found.not_understood.iter().chain(&found.notes).peekable();
        assert!(remarks.peek().is_some(), "{origin}");
        let missed: Vec<_> = remarks.filter(|remark| is_english(&remark.reason)).collect();
        assert!(missed.is_empty(), "{missed:#?}");
    }
}

/// Whether it has no Chinese, or some that holds an English sentence: a remark may hold another one.
fn is_english(text: &str) -> bool {
    in_chinese(text).is_none_or(|told| {
        let prose: String = told.split('`').step_by(2).collect();
        prose.split_whitespace().filter(|word| word.is_ascii()).count() > 4
    })
}
