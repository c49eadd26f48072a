"""What the operations on people and groups answer."""

from __future__ import annotations

from tandem.api.answers.base import Answer
from tandem.api.answers.collision import CatalogueCollision
from tandem.api.answers.words import ConversationKind, Group, Priority, ReplyReason, ReviewedKind, Role, TicketType


class NamedShown(Answer):
    """Something with a name."""

    id: str
    name: str


class AbilityShown(Answer):
    """Whether something may be done, and why not."""

    allowed: bool
    reason: str | None


class OwnShortcutsShown(Answer):
    """One's own keys: `keys` by shortcut where they differ from what everybody has, empty where it has none. Without
    `single_keys`, keys that are pressed alone do nothing; without `swipe`, a finger only scrolls the list."""

    single_keys: bool
    keys: dict[str, str]
    swipe: bool


class AlertsShown(Answer):
    """What colleagues do in a ticket that one has open, and whether an alert about it pops up."""

    viewed: bool
    drafted: bool
    replied: bool
    left: bool
    noted: bool
    note_edited: bool


class MeShown(Answer):
    """The person who is signed in. `factor_needed`: nothing else is open before they have set up a second factor."""

    id: str
    name: str
    email: str
    role: Role
    language: str
    time_zone: str
    departments: list[NamedShown]
    teams: list[NamedShown]
    abilities: dict[str, AbilityShown]
    unread_notifications: int
    demo: bool
    factor_needed: bool
    shortcuts: OwnShortcutsShown
    alerts: AlertsShown


class InvitationShown(Answer):
    """A link to join that is on its way."""

    expires_at: str
    expired: bool


class ColleagueShown(Answer):
    """Somebody who works here; `granted` are rights beyond the role. `invitation` waits to be used;
    `two_factor`: signing in takes more than the password."""

    id: str
    name: str
    email: str
    role: Role
    active: bool
    granted: list[str]
    language: str
    time_zone: str
    departments: list[NamedShown]
    teams: list[NamedShown]
    can_sign_in: bool
    two_factor: bool
    invitation: InvitationShown | None


class ColleagueMade(ColleagueShown):
    """A new colleague; the link of the invitation, if there is one, is shown this once."""

    invitation_url: str | None


class LinkSent(Answer):
    """A link is on its way by mail. `url` is the link itself, shown this once."""

    url: str
    expires_at: str


class ColleagueList(Answer):
    """Everybody who works here, widest rights first."""

    results: list[ColleagueShown]


class AddressShown(Answer):
    """A mail address of a customer beside the main one."""

    id: str
    email: str


class CustomerShown(Answer):
    """Somebody who writes in; `tickets` counts those that the viewer may see. What a blocked one sends goes to the spam folder.

    `email` is the main address, `addresses` are the further ones. Who was merged is `merged_into` somebody else.
    """

    id: str
    name: str
    email: str
    addresses: list[AddressShown]
    organisation: str | None
    organisation_id: str | None
    language: str
    note: str
    tickets: int
    blocked: bool
    created_at: str
    merged_into: str | None


class CustomerTicket(Answer):
    """One of the latest tickets of a customer."""

    number: int
    subject: str
    status: str
    group: Group
    department_id: str
    updated_at: str


class CustomerDetail(CustomerShown):
    """A customer with their latest tickets; `copied` counts the tickets of others that they get copies of, as the viewer sees."""

    copied: int
    latest: list[CustomerTicket]
    abilities: dict[str, AbilityShown]


class ErasurePreview(Answer):
    """What goes with a customer, in the whole house; `typed` is what has to be typed to confirm it."""

    typed: str
    tickets: int
    messages: int
    files: int
    others: int


class ExportShown(Answer):
    """A file with everything about a customer; it is ready when it has a size, and can be fetched until `expires_at`."""

    id: str
    ready: bool
    size: int
    internal_notes: bool
    created_at: str
    expires_at: str


class ExportList(Answer):
    """The viewer's own exports of one customer, newest first."""

    results: list[ExportShown]


class CustomerList(Answer):
    """A page of customers."""

    results: list[CustomerShown]
    next: str | None


class DepartmentShown(Answer):
    """A department with its members; a customer's message and an agent's reply set these statuses (slugs, empty for none).
    `new_conversation` is the kind that a further conversation has unless another is chosen; no reply leaves with any of
    `holds_replies_for`; what a colleague did of `reviewed_before_reply` is shown to whoever replies before their reply leaves;
    `shares_drafts`: colleagues may read what another is still writing."""

    id: str
    name: str
    member_ids: list[str]
    on_customer_reply: str
    on_agent_reply: str
    new_conversation: ConversationKind
    holds_replies_for: list[ReplyReason]
    reviewed_before_reply: list[ReviewedKind]
    shares_drafts: bool


class DepartmentList(Answer):
    """All departments."""

    results: list[DepartmentShown]


class TeamShown(Answer):
    """A team with its members."""

    id: str
    name: str
    department_id: str
    member_ids: list[str]


class TeamList(Answer):
    """All teams."""

    results: list[TeamShown]


class OrganisationShown(Answer):
    """An organisation, the mail domains of its customers, and how many those are."""

    id: str
    name: str
    domains: list[str]
    customers: int


class OrganisationDetail(OrganisationShown):
    """`tickets` counts what its customers asked, as far as the viewer sees it; `joinable` the customers without an organisation
    whose address has one of its domains."""

    tickets: int
    joinable: int


class OrganisationList(Answer):
    """A page of organisations."""

    results: list[OrganisationShown]
    next: str | None


class AgentShown(Answer):
    """Somebody who works here, as menus need them."""

    id: str
    name: str
    email: str
    role: Role
    department_ids: list[str]
    active: bool


class CatalogueStatus(Answer):
    """A status of a department."""

    id: str
    department_id: str
    slug: str
    name: str
    group: Group
    colour: str
    position: int
    offered_on_send: bool
    final: bool


class CatalogueDepartment(Answer):
    """A department; an agent's reply sets this status (a slug, empty for none) unless another is asked for."""

    id: str
    name: str
    on_agent_reply: str
    new_conversation: ConversationKind
    holds_replies_for: list[ReplyReason]
    reviewed_before_reply: list[ReviewedKind]


class CatalogueMailbox(Answer):
    """An address that customers write to."""

    id: str
    address: str
    from_name: str
    department_id: str


class CatalogueShown(Answer):
    """Reference data of the workspace in one go."""

    statuses: list[CatalogueStatus]
    priorities: list[Priority]
    types: list[TicketType]
    departments: list[CatalogueDepartment]
    #: Kind that a department may have reviewed -> the kinds of events that it takes together.
    reviewed_events: dict[ReviewedKind, list[str]]
    teams: list[TeamShown]
    agents: list[AgentShown]
    mailboxes: list[CatalogueMailbox]
    tags: list[str]
    collision: CatalogueCollision


class CustomerFollowed(Answer):
    """Whether the viewer follows a customer's new tickets, and how many open ones were followed with it."""

    followed: bool
    tickets: int
