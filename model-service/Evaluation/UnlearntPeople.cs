using System.Runtime.CompilerServices;
using Phr.Model.Cohorts;
using Phr.Model.Meds;
using Phr.Model.Scoring;

namespace Phr.Model.Evaluation;

/// <summary>The people of a data set on whom a model may be measured: nobody it learnt from.</summary>
public static class UnlearntPeople
{
    /// <summary>
    /// Everybody for a model that learnt from simulated people; for one that learnt from a site's own, those who are held out, observed for
    /// as long as in training.
    /// </summary>
    /// <exception cref="InvalidDataException">Not such rows, or it cannot be told who was learnt from.</exception>
    public static async IAsyncEnumerable<CohortPerson> Of(
        ModelArtefact model, MedsDataset dataset, [EnumeratorCancellation] CancellationToken ct)
    {
        if (model.Learnt is { } learnt && learnt.HasOwnSplits != dataset.HasSplits)
        {
            var (named, has) = learnt.HasOwnSplits
                ? ("its data set's own splits", "no splits")
                : ("a hash of their number", "splits of its own");
            throw new InvalidDataException(
                $"{model.Name} learnt from whom {named} named; this data set has {has}, so it cannot be told who was learnt from.");
        }
        await foreach (var person in dataset.People(model.Learnt?.FollowedYears, ct))
        {
            if (model.Learnt is null || person.Split == CohortSplit.HeldOut)
                yield return person;
        }
    }
}
