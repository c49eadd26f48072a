"""The kinds of people and groups that the pipeline tracks."""

from __future__ import annotations

from tandem.kernel.records import RecordKind, SetField
from tandem.people.policies import AddressPolicy, ConfigurationPolicy, LinkPolicy, PersonPolicy, TokenPolicy

ORGANISATION = RecordKind(
    name="organisation",
    model="people.Organisation",
    policy=ConfigurationPolicy("customers.edit"),
    created="organisation.created",
    tracked={"name": "organisation.renamed"},
    sets={
        "domains": SetField(
            model="people.OrganisationDomain",
            owner="organisation_id",
            value="domain",
            event="organisation.domains_changed",
        )
    },
    removed="organisation.deleted",
    keeps_history=True,
)

PERSON = RecordKind(
    name="person",
    model="people.Person",
    policy=PersonPolicy(),
    created="person.created",
    tracked={
        "name": "person.renamed",
        "email": "person.address_changed",
        "email_key": None,
        "role": "person.role_changed",
        "organisation": "person.organisation_changed",
        "language": "person.language_changed",
        "time_zone": "person.time_zone_changed",
        "active": "person.activity_changed",
        "granted": "person.rights_changed",
        "blocked_at": lambda _old, new: "person.unblocked" if new is None else "person.blocked",
        "note": "person.note_changed",
        "merged_into": "person.merged",
        "erased_at": "person.erased",
    },
    # Names, addresses and what is noted stay out of the event log, so that a person can be erased.
    secret=frozenset({"name", "email", "note"}),
)

PERSON_ADDRESS = RecordKind(
    name="person_address",
    model="people.PersonAddress",
    policy=AddressPolicy(),
    part_of=("person", "person_id"),
    created="person.address_added",
    removed="person.address_removed",
    tracked={"person": "person.address_moved", "address": None, "key": None},
)

DEPARTMENT = RecordKind(
    name="department",
    model="people.Department",
    policy=ConfigurationPolicy("people.manage"),
    created="department.created",
    tracked={
        "name": "department.renamed",
        "position": "department.moved",
        "on_customer_reply": "department.rule_changed",
        "on_agent_reply": "department.rule_changed",
        "new_conversation": "department.conversation_rule_changed",
        "holds_replies_for": "department.reply_guard_changed",
        "reviewed_before_reply": "department.review_rule_changed",
        "shares_drafts": "department.draft_rule_changed",
    },
    sets={
        "members": SetField(
            model="people.DepartmentMember",
            owner="department_id",
            value="person_id",
            event="department.members_changed",
        )
    },
)

TEAM = RecordKind(
    name="team",
    model="people.Team",
    policy=ConfigurationPolicy("people.manage"),
    created="team.created",
    tracked={"name": "team.renamed", "department": "team.moved"},
    sets={
        "members": SetField(model="people.TeamMember", owner="team_id", value="person_id", event="team.members_changed")
    },
    removed="team.deleted",
    keeps_history=True,
)

API_TOKEN = RecordKind(
    name="api_token",
    model="people.ApiToken",
    policy=TokenPolicy(),
    created="api_token.created",
    tracked={"revoked_at": "api_token.revoked"},
)

#: Its events are the person's; they say what the link was for, never where it was sent.
SIGN_IN_LINK = RecordKind(
    name="sign_in_link",
    model="people.SignInLink",
    policy=LinkPolicy(),
    part_of=("person", "person_id"),
    created="person.link_sent",
    summary=lambda values: {"purpose": values["purpose"]},
    tracked={"used_at": "person.link_used", "revoked_at": "person.link_revoked"},
)

SECURITY_POLICY = RecordKind(
    name="security_policy",
    model="people.SecurityPolicy",
    policy=ConfigurationPolicy("people.manage"),
    created=lambda _values: None,
    tracked={
        "require_two_factor": "security.two_factor_rule_changed",
        "idle_minutes": "security.idle_time_changed",
        "absolute_hours": "security.session_length_changed",
        "password_ends_tokens": "security.token_rule_changed",
    },
)
