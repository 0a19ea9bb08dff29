//! Why script was refused an answer.

use std::fmt;

use crosscheck::agent::Failure;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::RefusalView;
use crosscheck::diagnosis::broken_rule;

/// Why script was refused an answer. Shows as what broke, why there is such a rule, what the server must say, and
/// what the browser writes to its console.
#[derive(Clone, Debug)]
pub struct Refusal {
    failure: Failure,
    console: Vec<String>,
}

impl Refusal {
    pub(crate) const fn new(failure: Failure, console: Vec<String>) -> Self {
        Self { failure, console }
    }

    /// The rule that was broken.
    pub fn rule(&self) -> FetchRule {
        broken_rule(&self.failure)
    }

    /// What the browser writes to its console.
    pub fn console(&self) -> &[String] {
        &self.console
    }

    /// The header lines that the answer lacks; none if no header helps.
    pub fn missing_headers(&self) -> Vec<(String, String)> {
        let missing = self.view().missing.into_iter().flat_map(|missing| missing.headers);
        missing.map(|(name, value)| (name.into(), value)).collect()
    }

    /// All that can be told of it.
    pub fn view(&self) -> RefusalView {
        let mut view = RefusalView::of(&self.failure);
        view.console.clone_from(&self.console);
        view
    }

    /// Where on the way it was, and all that the engine knew then.
    pub fn failure(&self) -> &Failure {
        &self.failure
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { method, url_list, .. } = &self.failure;
        let url = url_list.last().map_or("", |url| url.as_str());
        let view = self.view();
        let on = if view.is_on_preflight() { ", on the preflight" } else { "" };
        write!(f, "{method} {url}: {}{on}", view.what.unwrap_or_default())?;
        let mut row = |name: &str, value: &str| match value {
            "" => Ok(()),
            value => write!(f, "\n    {name:<4}  {value}"),
        };
        row("seen", view.seen.as_deref().unwrap_or_default())?;
        row("rule", view.rule.map(FetchRule::name).unwrap_or_default())?;
        row("why", view.why.unwrap_or_default())?;
        for (name, value) in view.missing.iter().flat_map(|missing| &missing.headers) {
            row("fix", &format!("{name}: {value}"))?;
        }
        row("fix", view.server.as_deref().unwrap_or_default())?;
        for advice in &view.page {
            row("page", advice)?;
        }
        for text in &view.console {
            row("told", text)?;
        }
        Ok(())
    }
}
