"""What the services share of what they do: it takes a desk and asks for no permission, because its callers have.

No page and no command may call these; tests/architecture holds that.
"""

INNER = {
    "accounts.asked_for": "an account with what is asked for it, in memory",
    "accounts.needs_second": "whether it takes two administrators",
    "accounts.save_account": "the next version of an account; who may change what, the services say",
    "accounts.with_invitation": "an account with a new link, in memory",
    "alike.alike_of": "who is like a new person, for who asks for them and who approves",
    "documents.fate_of": "whose a document is, for who shows it or gives it out",
    "notices.file_notice": "says what was recorded, under the system's name",
    "notices.notice_of": "the words of a notice",
    "notices.try_notice": "the same, later where a service is out of reach",
    "proposing.build": "an action that is asked for, in memory",
    "proposing.examined": "what it would do",
    "proposing.judged": "what it would do to the record",
    "proposing.seats_of": "where it would seat the person",
    "recording.enter": "the entry of an action; who may ask for it or approve it, the services say",
    "recording.save_request": "a step of a request; who may take it, the services say",
    "recording.settled": "enters what was approved before, under the system's name",
    "recording.settled_or_told": "the same for a page that shows the person: a fault is told there",
    "uploads.placed": "puts a file where its record will name it; who may file it, the services say",
    "witnesses.own_witness": "the account of who acts, for what they save",
}
