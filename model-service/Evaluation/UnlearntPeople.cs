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
    /// <param name="followedYears">Years after their last entry for which people count as observed, of a model that learnt from simulated
    /// people; null: until the data set ends.</param>
    /// <param name="reading">Is told what was met, and whom the model learnt from.</param>
    /// <exception cref="InvalidDataException">
    /// Not such rows, or it cannot be told who was learnt from, or for how long people were observed.
    /// </exception>
    public static async IAsyncEnumerable<CohortPerson> Of(
        ModelArtefact model, MedsDataset dataset, double? followedYears, MedsReading reading, [EnumeratorCancellation] CancellationToken ct)
    {
        if (model.Learnt is { } learnt && learnt.HasOwnSplits != dataset.HasSplits)
        {
            var (named, has) = learnt.HasOwnSplits
                ? ("its data set's own splits", "no splits")
                : ("a hash of their number", "splits of its own");
            throw new InvalidDataException(
                $"{model.Name} learnt from whom {named} named; this data set has {has}, so it cannot be told who was learnt from.");
        }
        var followed = model.Learnt is null ? followedYears : model.Learnt.FollowedYears;
        var silent = new SilentYears();
        await foreach (var person in dataset.People(followed, reading, ct))
        {
            silent.Add(person);
            if (model.Learnt is null || person.Split == CohortSplit.HeldOut)
                yield return person;
            else
                reading.LearntFrom++;
        }
        if (followed is null && silent.IsLong)
            throw new InvalidDataException(SilentYears.Fault);
    }
}
