using Phr.Platform;

namespace Phr.EventLog;

/// <summary>A proposal in a group, and what came of it so far.</summary>
internal sealed class Member(Proposal proposal)
{
    public Proposal Proposal { get; } = proposal;

    /// <summary>Events it decided on; empty when it was refused, failed, or had nothing to add.</summary>
    public IReadOnlyList<DraftedEvent> Events { get; private set; } = [];

    private Refusal? _refusal;
    private Exception? _fault;

    public void Accept(IReadOnlyList<DraftedEvent> events) => (Events, _refusal, _fault) = (events, null, null);

    public void Refuse(Refusal refusal) => (Events, _refusal, _fault) = ([], refusal, null);

    public void Fail(Exception fault) => (Events, _refusal, _fault) = ([], null, fault);

    /// <summary>
    /// Tells the caller; only when the group is settled, for what it decided may rest on earlier members.
    /// </summary>
    public void Answer()
    {
        if (_fault is not null)
            Proposal.Fail(_fault);
        else if (_refusal is not null)
            Proposal.Refuse(_refusal);
        else
            Proposal.Complete();
    }
}
