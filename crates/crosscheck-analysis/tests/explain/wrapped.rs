//! Lines that a window broke, or that are there in part.

use super::check;

/// A terminal cuts at its width, wherever that is.
#[test]
fn lines_that_a_window_cut_within_words_are_whole_again() {
    let cut = |line: &str, width: usize| {
        let letters: Vec<char> = line.chars().collect();
        letters.chunks(width).map(String::from_iter).collect::<Vec<_>>().join("\n")
    };
    let logged = cut(
        "[21:1130/101502.123:INFO:CONSOLE(12)] \"Access to XMLHttpRequest at 'https://rest.example.com/v2/cart' from \
         origin 'capacitor://localhost' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has \
         a value 'https://shop.example.com' that is not equal to the supplied origin.\", source: capacitor://localhost/m.js",
        100,
    );
    let of_firefox = cut(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \
         https://api.example.com/v2/users?limit=50. (Reason: header ‘x-trace’ is not allowed according to header \
         ‘Access-Control-Allow-Headers’ from CORS preflight response).",
        60,
    );
    check(&[
        (
            &logged,
            "allow-origin-mismatch",
            &["https://rest.example.com/v2/cart", "capacitor://localhost"],
            &[],
        ),
        (
            &of_firefox,
            "headers-not-allowed",
            &["https://api.example.com/v2/users?limit=50", "x-trace"],
            &[],
        ),
    ]);
}

/// Whoever wraps a mail breaks between words, in any language, and within a name at its hyphen.
#[test]
fn lines_in_another_language_that_were_wrapped_are_whole_again() {
    check(&[
        (
            "Quellübergreifende (Cross-Origin) Anfrage blockiert: Die\nGleiche-Quelle-Regel verbietet das Lesen der \
             externen\nRessource auf https://api.example.com/x?page=2. (Grund:\nKopfzeile 'x-request-id' ist aufgrund \
             der Kopfzeile\n'Access-Control-Allow-Headers' aus der CORS-Preflight-Antwort\nnicht zulässig).",
            "headers-not-allowed",
            &["https://api.example.com/x?page=2", "x-request-id"],
            &[],
        ),
        (
            "Запрос из постороннего источника заблокирован: Политика\nодного источника запрещает чтение удалённого \
             ресурса на\nhttps://api.example.com/x.\n(Причина: отсутствует заголовок CORS «Access-Control-Allow-\n\
             Origin»). Код состояния: 404.\nЗапрос из постороннего источника заблокирован: Политика\nодного источника \
             запрещает чтение удалённого ресурса на\nhttps://api.example.com/x.\n(Причина: не удалось выполнить запрос \
             CORS). Код состояния:\n(null).",
            "allow-origin-missing",
            &["https://api.example.com/x", "404"],
            &[],
        ),
    ]);
}

/// The end of a line, from within what stands before its reason.
#[test]
fn the_end_of_a_line_in_another_language_tells_its_rule() {
    check(&[(
        "(理由: CORS ヘッダー ‘Access-Control-Allow-Origin’ が足りない)。ステータスコード: 200",
        "allow-origin-missing",
        &[],
        &["network-failure"],
    )]);
}
