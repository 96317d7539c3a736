using FsCheck;
using Phr.Tests.Support;

namespace Phr.Tests.FhirPath;

internal static class Laws
{
    /// <summary>Fails with the smallest counterexample found where the law does not hold for a random value.</summary>
    public static void Hold<T>(Gen<T> values, int tests, Func<T, bool> law) => Prop.ForAll(Arb.From(values), law)
        .Check(new Configuration { MaxNbOfTest = Fuzz.Rounds(tests), QuietOnSuccess = true, Runner = Config.QuickThrowOnFailure.Runner });
}
