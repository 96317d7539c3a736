namespace Phr.Simulator.Knowable;

/// <summary>
/// Which columns of the latent vector a quantity can tell of: others have nothing to do with it in the equations, and a correlation with
/// them is of the draw alone (localisation, Houtekamer and Mitchell 1998).
/// </summary>
internal static class Locality
{
    private static readonly Quantity[] Pressures = [Quantity.ClinicPressure, Quantity.ObstetricPressure, Quantity.HomePressure];
    private static readonly Quantity[] Rates = [Quantity.Pulse, Quantity.FibrillatingPulse, Quantity.RestingRate];
    private static readonly Quantity[] Weights = [Quantity.Weight, Quantity.HomeWeight];
    private static readonly Quantity[] Sugars = [Quantity.HbA1c, Quantity.HomeGlucose];
    private static readonly Quantity[] Kidneys = [Quantity.LogEgfr, Quantity.LogAlbuminuria];

    /// <summary>Columns that few quantities tell of.</summary>
    private static readonly Dictionary<int, Quantity[]> Told = new()
    {
        [LatentVector.WhiteCoat] = Pressures,
        [LatentVector.PressureVariability] = [Quantity.HomeVariability],
        [LatentVector.NephronLoss] = Kidneys,
        [LatentVector.RestingRate] = Rates,
        [LatentVector.Mood] = [Quantity.Sleep],
        [LatentVector.DrugResponse] = Sugars,
        [LatentVector.Height] = [Quantity.Height, .. Weights],
        [LatentVector.Egfr] = Kidneys,
        [LatentVector.EgfrPendingLoss] = Kidneys,
        [LatentVector.Congestion] = [Quantity.LogPeptide, Quantity.LogSteps, Quantity.RestingRate, .. Weights],
    };

    /// <summary>Quantities that tell of few columns.</summary>
    private static readonly Dictionary<Quantity, int[]> Tells = new()
    {
        [Quantity.Height] = [LatentVector.Height],
        [Quantity.HomeVariability] = [LatentVector.PressureVariability],
        [Quantity.Sleep] = [LatentVector.Mood],
        [Quantity.LogPeptide] = [LatentVector.Congestion],
    };

    /// <summary>Whether a column may be moved; columns beyond the latent vector are what other measurements would show.</summary>
    public static bool Holds(Quantity quantity, int column)
    {
        if (column >= LatentVector.Count)
        {
            return true;
        }

        return Tells.TryGetValue(quantity, out var columns)
            ? columns.Contains(column)
            : !Told.TryGetValue(column, out var told) || told.Contains(quantity);
    }
}
