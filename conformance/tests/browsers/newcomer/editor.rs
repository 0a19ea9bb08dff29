//! The policy editor: findings lead to their places.

use crate::newcomer::page::DESK;
use crate::newcomer::page::open_lab;
use crate::newcomer::page::ready;
use crate::newcomer::page::select_all;
use crate::newcomer::page::text;

/// A policy with a mistake: the finding's place is a button that leads to it.
#[test]
fn a_finding_leads_to_its_place() -> anyhow::Result<()> {
    let Some((lab, mut hands)) = open_lab() else { return Ok(()) };
    hands.open(&format!("{}/?lang=en#policy", lab.addresses[0]), DESK)?;
    ready(&mut hands)?;
    hands.wait_for("document.querySelector('#policy-state').textContent.includes('Valid')")?;
    hands.wait_for("document.querySelectorAll('#who tbody tr').length >= 4")?;
    select_all(&mut hands, "#toml")?;
    hands.type_text("# 中文\n[cors]\norigins = [\"https://app.example/\"]\n")?;
    hands.wait_for("document.querySelector('#findings .place') !== null")?;
    assert!(text(&mut hands, "#findings")?.contains("line 3, column 12"));
    hands.tab_to("#findings .place")?;
    hands.press("Enter")?;
    let marked = "(() => { const t = document.querySelector('#toml'); \
                  return t.value.slice(t.selectionStart, t.selectionEnd); })()";
    assert_eq!(hands.evaluate(marked)?, "\"https://app.example/\"");
    Ok(())
}
