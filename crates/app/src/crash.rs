//! What a page says that panicked.

use crate::text;
use crate::web::document;

/// The last thing a page does that panicked: it says so, without anything that might be broken.
pub(crate) fn show(info: &str) {
    let lang = document().document_element().and_then(|root| root.get_attribute("lang"));
    let words = lang.and_then(|lang| text::kept(&lang)).map_or("", |text| text.page_crashed());
    let Some(body) = document().body() else { return };
    let Ok(alert) = document().create_element("p") else { return };
    alert.set_text_content(Some(&format!("{words}{info}")));
    for (name, value) in [("role", "alert"), ("class", "alert crash"), ("data-testid", "error"), ("data-code", "crash")]
    {
        // Nothing is left to be done about a refusal here.
        let _ = alert.set_attribute(name, value);
    }
    let _ = body.prepend_with_node_1(&alert);
}
