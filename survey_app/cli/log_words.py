"""What `hailong db verify` says of the log of changes."""

import click

from survey_app.audit_log.checking import Fault, Found, Looked

WORDS = {
    Fault.EVENT_CHANGED: "event {0.event} of block {0.block} was changed; it now says {0.says}",
    Fault.EVENT_DELETED: "event {0.event} of block {0.block} was deleted",
    Fault.EVENT_INSERTED: (
        "event {0.event} was added after block {0.block} had been sealed; it says {0.says}"
    ),
    Fault.BLOCK_CHANGED: "block {0.block} is not the one that was sealed: {0.says}",
    Fault.BLOCKS_DELETED: "blocks were deleted: {0.says}",
    Fault.PRINTED_OTHERWISE: "block {0.block} is not the one that was made known: {0.says}",
    Fault.NOT_GUARDED: (
        "the database does not refuse changes of the log any more: trigger {0.says} is missing"
    ),
}


def say_fault(found: Found) -> str:
    """One fault in one line."""
    return WORDS[found.fault].format(found)


def say_log(looked: Looked, *, faults: int) -> None:
    """How much there is, and the newest block, to be written down somewhere else."""
    verdict = f"{faults:,} FAULTS" if faults else "as it was sealed"
    click.echo(f"log of changes: {looked.events:,} events in {looked.blocks:,} blocks, {verdict}")
    if looked.found_events:
        click.echo(f"  {looked.found_events:,} of them are from before the log was sealed")
    if looked.waiting:
        click.echo(f"  {looked.waiting:,} more events wait to be sealed")
    if looked.dated_back:
        click.echo(
            f"  {looked.dated_back:,} say a time long before they were sealed, the first:"
            f" {looked.first_dated_back}"
        )
    if looked.head is not None:
        head = looked.head
        click.echo(f"  newest block {head.number}:{head.sha256}, sealed {head.sealed_at}")
