//! A policy made of another one by adding and removing origins.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::fields::Checker;
use crate::catalog::FindingKind;
use crate::catalog::Severity;
use crate::server::config::ConfigErrors;
use crate::server::config::Finding;
use crate::server::config::OriginEdit;
use crate::server::origin::OriginSet;
use crate::server::policy::CheckedRule;
use crate::server::policy::Group;
use crate::server::policy::Policy;
use crate::server::policy::PolicyId;
use crate::server::policy::RuleNumber;
use crate::wire::replaced;

impl Policy {
    /// The policy that the same configuration makes with some origins more or less in one rule: what it
    /// decides and its id are the same as if it were made anew.
    ///
    /// Costs little however many origins are listed, since both share them: a thousandth of making it
    /// anew, and once for about as many edits the whole. The other rules are copied.
    ///
    /// Every entry is checked as by [`Policy::new`]; what is worth a word is in
    /// [`findings`](Self::findings), which tell of the edit alone: `add[0]`. Not looked for are rules
    /// that could not answer any more. Fails if an entry is wrong, if there is no such rule, or if
    /// everybody is let in by it, before or after: every answer would say something else then.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, OriginEdit, Policy};
    /// let config = |origins: &[&str]| Config {
    ///     origins: origins.iter().map(|text| text.to_string()).collect(),
    ///     ..Config::default()
    /// };
    /// let policy = Policy::new(&config(&["https://a.example", "https://b.example"]))?;
    /// let edit = OriginEdit::new().add_origins(["https://c.example"]).remove_origins(["https://a.example"]);
    /// let edited = policy.edit_origins(&edit)?;
    /// assert!(edited.allows_origin("/", b"https://c.example"));
    /// assert!(!edited.allows_origin("/", b"https://a.example"));
    /// let anew = Policy::new(&config(&["https://c.example", "https://b.example"]))?;
    /// assert_eq!(edited.id(), anew.id());
    ///
    /// let slash = OriginEdit::new().add_origins(["https://d.example/"]);
    /// let errors = policy.edit_origins(&slash).unwrap_err();
    /// assert_eq!(errors.iter().next().unwrap().path, "add[0]");
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    #[inline]
    pub fn edit_origins(&self, edit: &OriginEdit) -> Result<Self, ConfigErrors> {
        let prefix = edit.rule.map_or_else(Default::default, |number| format!("rules[{number}]."));
        let mut numbered = self.rules.iter().enumerate();
        let Some((number, rule)) = numbered.find(|(_, rule)| rule.prefix == prefix) else {
            return Err(no_such_rule(edit));
        };
        let (add, mut findings) = self.listed(rule, &edit.add, "add");
        let (remove, of_removed) = self.listed(rule, &edit.remove, "remove");
        // What is taken away lets nobody in: only its spelling can be wrong.
        let is_misspelt = |finding: &Finding| {
            matches!(finding.kind, FindingKind::InvalidOrigin | FindingKind::InvalidPattern)
        };
        findings.extend(of_removed.into_iter().filter(is_misspelt));
        let is_left =
            |group: &Group| group.is_left && group.rules.contains(&RuleNumber::new(number));
        if self.groups.iter().any(is_left) {
            let reason = "this rule leaves its paths to their handler, which says who may read";
            findings.push(wrong(FindingKind::HandlerNotAlone, "rule", edit.number(), reason));
        }
        if [&rule.origins, &add, &remove].iter().any(|set| set.any) {
            let reason =
                "whether everybody is let in changes what every answer says; make a new policy";
            let place = format!("{prefix}origins");
            findings.push(wrong(FindingKind::WildcardNotAlone, &place, "*".into(), reason));
        }
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(ConfigErrors(findings));
        }
        let mut rules = self.rules.clone();
        if let Some(edited) = rules.get_mut(number) {
            edited.origins = rule.origins.edited(&add, &remove);
        }
        let groups = self.groups.clone();
        let mut paths = self.paths.clone();
        paths.hand_down(&|one, other| Group::mean_the_same(&groups, one, other, &rules));
        Ok(Self {
            id: PolicyId::of(self.id_of_others, &rules),
            id_of_others: self.id_of_others,
            danger: self.danger,
            lists: self.lists.clone(),
            values: self.values.clone(),
            rules,
            groups,
            paths,
            findings,
        })
    }

    /// Entries, checked as those of a rule.
    fn listed(
        &self,
        rule: &CheckedRule,
        texts: &[String],
        field: &str,
    ) -> (OriginSet, Vec<Finding>) {
        let mut checker = Checker::new(&self.danger);
        checker.enter("", rule.credentials);
        let set = checker.origins(texts, true);
        let mut findings = checker.findings;
        for finding in &mut findings {
            finding.path = replaced(&finding.path, "origins", field);
        }
        (set, findings)
    }
}

impl OriginEdit {
    /// Which rule, as it is written.
    fn number(&self) -> String {
        self.rule.map(|number| number.to_string()).unwrap_or_default()
    }
}

fn no_such_rule(edit: &OriginEdit) -> ConfigErrors {
    let reason = match edit.rule {
        Some(_) => "the policy has no rule of this number; they count from 0",
        None => "the policy has only `rules`; say by its number which of them is meant",
    };
    ConfigErrors(vec![wrong(FindingKind::NoOrigins, "rule", edit.number(), reason)])
}

fn wrong(kind: FindingKind, path: &str, value: String, reason: &str) -> Finding {
    let (path, reason) = (path.into(), reason.into());
    Finding { severity: Severity::Error, kind, path, value, reason, suggestion: None }
}
