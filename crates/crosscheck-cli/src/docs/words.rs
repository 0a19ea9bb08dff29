//! The Chinese words for rules and findings: the lab's, which it keeps as JSON.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lab::RULES_ZH;

/// What is wrong with a rule's name, and why browsers ask for it; what a finding is.
#[derive(Debug, Deserialize)]
pub(super) struct Words {
    pub(super) rules: BTreeMap<String, (String, String)>,
    pub(super) findings: BTreeMap<String, String>,
}

/// All of them.
pub(super) static CHINESE: LazyLock<Words> =
    LazyLock::new(|| serde_json::from_str(RULES_ZH).expect("the file is part of the program"));
