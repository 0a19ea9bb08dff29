//! What a server's configuration comes to as a policy, and what of it does not.

use crosscheck::catalog::Language;
use crosscheck::server::Config;
use crosscheck_config::policy_text;
use crosscheck_export::Imported;
use crosscheck_export::Remark;
use serde_json::Value;
use serde_json::json;

use crate::chinese::said_in;
use crate::say;
use crate::text::Text;

/// The policy's file, with all that it does not hold in comments. In: the configuration's name.
pub fn file(imported: &Imported, name: &str, language: Language) -> String {
    let Imported { server, config, not_understood, notes, .. } = imported;
    let is_chinese = language == Language::Chinese;
    let mut comments = vec![match is_chinese {
        true => format!("来自 {name}，它是 {} 的配置。", server.title()),
        false => format!("From {name}, which is {}'s.", server.title()),
    }];
    let titles = if is_chinese { ["不理解", "注"] } else { ["Not understood", "Note"] };
    let [too_wide, elsewhere] =
        if is_chinese { ["过宽", "值在别处"] } else { ["Too wide", "Value elsewhere"] };
    let colon = colon(language);
    for (remarks, title) in [not_understood, notes].into_iter().zip(titles) {
        comments.extend(remarks.iter().map(|remark| {
            let title = match (&remark.witness, &remark.given_by) {
                (Some(_), _) => too_wide,
                (None, Some(_)) => elsewhere,
                (None, None) => title,
            };
            format!("{title}{colon}{}", words(remark, language))
        }));
    }
    let text = policy_text(config, &comments);
    // Those comments that the file has by itself are said in English.
    let lines = text.lines().map(|line| match line.strip_prefix("# ") {
        Some(comment) => format!("# {}\n", said_in(language, comment)),
        None => format!("{line}\n"),
    });
    lines.collect()
}

/// What was not understood, and what deserves a word, each with its place. In: the configuration's name.
pub fn talk(imported: &Imported, name: &str, language: Language) -> Text {
    let Imported { server, not_understood, notes, directives, .. } = imported;
    let mut text = Text::default();
    let colon = colon(language);
    for (remarks, kind) in [(not_understood, "not understood"), (notes, "note")] {
        for Remark { line, column, text: part, reason, witness, given_by, .. } in remarks {
            let kind = match (witness, given_by) {
                (Some(_), _) => "too wide",
                (None, Some(_)) => "value elsewhere",
                (None, None) => kind,
            };
            let kind = said_in(language, kind);
            let place =
                if *line == 0 { name.to_owned() } else { format!("{name}:{line}:{column}") };
            let part = if part.is_empty() { String::new() } else { format!("`{part}`{colon}") };
            say!(text, "{place}: {kind}{colon}{part}{}", said_in(language, reason));
        }
    }
    if is_silent(imported) {
        let nothing =
            format!("nothing about CORS is in it, read as the configuration of {}", server.title());
        say!(text, "{name}: {}", said_in(language, &nothing));
        return text;
    }
    let missed = not_understood.len();
    let understood = directives.saturating_sub(missed);
    let elsewhere = not_understood.iter().filter(|remark| remark.given_by.is_some()).count();
    let mut count = format!("{understood} of {directives} parts that are about CORS understood");
    if elsewhere > 0 {
        count += &format!(", {elsewhere} more but for a value from elsewhere");
    }
    say!(text, "{name}: {}", said_in(language, &count));
    text
}

/// Whether nothing about CORS was found: it may be another server's, or another file.
pub fn is_silent(imported: &Imported) -> bool {
    let Imported { config, not_understood, notes, directives, .. } = imported;
    *directives == 0
        && not_understood.is_empty()
        && notes.is_empty()
        && *config == Config::default()
}

/// The same for programs.
pub fn json(imported: &Imported, name: &str) -> Value {
    let all = |remarks: &[Remark]| -> Vec<Value> {
        let one = |remark: &Remark| {
            json!({
                "line": remark.line,
                "column": remark.column,
                "text": remark.text,
                "reason": remark.reason,
                "witness": remark.witness,
                "given_by": remark.given_by,
            })
        };
        remarks.iter().map(one).collect()
    };
    json!({
        "version": 1,
        "server": imported.server.name(),
        "directives": imported.directives,
        "not_understood": all(&imported.not_understood),
        "notes": all(&imported.notes),
        "policy": file(imported, name, Language::English),
    })
}

fn words(remark: &Remark, language: Language) -> String {
    let Remark { line, column, text, reason, .. } = remark;
    let colon = colon(language);
    let place = match (line, language) {
        (0, _) => String::new(),
        (_, Language::Chinese) => format!("第 {line} 行第 {column} 列{colon}"),
        _ => format!("line {line}, column {column}{colon}"),
    };
    let part = if text.is_empty() { String::new() } else { format!("`{text}`{colon}") };
    format!("{place}{part}{}", said_in(language, reason))
}

const fn colon(language: Language) -> &'static str {
    match language {
        Language::Chinese => "：",
        _ => ": ",
    }
}
