//! What no server of maps and expressions can say.

use crosscheck::server::PathStatement;
use crosscheck::server::RuleStatement;

use super::exported::Effect;
use super::exported::Loss;
use super::exported::LossKind;

/// What is lost on every server that looks paths and origins up in lists.
pub(crate) fn common_losses(statements: &[PathStatement<'_>], server: &str) -> Vec<Loss> {
    let mut losses = Vec::new();
    if statements.len() > 1 {
        losses.push(Loss::new(
            LossKind::AmbiguousPath,
            Effect::Narrower,
            "a path with an empty segment, a parameter behind `;` or an unusual escape gets no headers, \
             even where all that servers read in it comes to the same",
        ));
    }
    if statements.len() > MANY_PATHS {
        let text = "paths are looked through one by one";
        losses.push(Loss::new(LossKind::ManyPaths, Effect::Costs, text));
    }
    let rules = statements.iter().flat_map(PathStatement::rules);
    for rule in rules.filter(RuleStatement::asks_a_source) {
        let text = format!("{server} asks nobody: only listed origins are let in");
        let loss = Loss::new(LossKind::OriginSource, Effect::Narrower, &text);
        losses.push(loss.at(format!("{}origin_source", rule.prefix())));
    }
    losses
}

/// What is lost on a server that looks origins through one by one, where there are many.
pub(crate) fn many_origins(statements: &[PathStatement<'_>]) -> Option<Loss> {
    let rules = statements.iter().flat_map(PathStatement::rules);
    let count: usize = rules.map(|rule| rule.exact_origins().count()).sum();
    let text = "origins are looked through one by one";
    (count > MANY_ORIGINS).then(|| Loss::new(LossKind::ManyOrigins, Effect::Costs, text))
}

const MANY_PATHS: usize = 200;

const MANY_ORIGINS: usize = 500;
