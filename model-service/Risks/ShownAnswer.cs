using Phr.Model.Choice;

namespace Phr.Model.Risks;

/// <summary>Of a person's answer what they are shown: what the site has signed each model for. Pure.</summary>
internal static class ShownAnswer
{
    /// <param name="years">A horizon that was asked about; null for none.</param>
    /// <returns>The members of the reply.</returns>
    public static object Of(RiskAnswer answer, double? years, ServedModels served, RiskGate gate)
    {
        bool IsShown(string digest, string outcome) => served.WithDigest(digest) is { } model && gate.Shows(model.Artefact, outcome);
        bool IsOffered(string outcome) => served.Models.Any(model => gate.Shows(model.Artefact, outcome));
        var only = served.Single?.Artefact;
        return new
        {
            answer.Position,
            model = only is null ? null : AnsweredModel.Of(only.Name, only.Digest),
            silent = !served.Models.Any(model => gate.Shows(model.Artefact)),
            assessedAt = answer.Moment,
            answer.ExplainedPosition,
            risks = answer.Risks.Where(risk => IsShown(risk.Model!.Digest, risk.Outcome)).Select(risk => risk.At(years)),
            nextVisit = gate.ShowsUnevaluated && answer.Risks.Count > 0 ? answer.NextVisit : null,
            notAnswered = answer.NotAnswered.Where(risk =>
                risk.Model is { Digest: var digest } ? IsShown(digest, risk.Outcome) : IsOffered(risk.Outcome)),
            notRead = NotRead(answer.NotRead.Where(unread => served.WithDigest(unread.Model!) is { } model && gate.Shows(model.Artefact))),
        };
    }

    /// <summary>Of each reason what the model says that could read least.</summary>
    private static IEnumerable<AnsweredUnread> NotRead(IEnumerable<AnsweredUnread> all) => all
        .GroupBy(unread => unread.Reason).Select(same => same.MaxBy(unread => unread.Count)! with { Model = null })
        .OrderByDescending(unread => unread.Count);
}
