using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>The continuous part of what is hidden, as a row of numbers that measurements move together.</summary>
internal static class LatentVector
{
    public const int Count = 36;

    /// <summary>Columns that not every measurement tells of.</summary>
    public const int WhiteCoat = 4;
    public const int PressureVariability = 5;
    public const int NephronLoss = 9;
    public const int RestingRate = 12;
    public const int Mood = 13;
    public const int DrugResponse = 14;
    public const int Height = 15;
    public const int Egfr = 30;
    public const int EgfrPendingLoss = 31;
    public const int Congestion = 35;

    private const double AdherenceEdge = 1e-4;

    public static void Read(PersonTraits t, LifeState s, Span<double> x)
    {
        ReadOnlySpan<double> traits =
        [
            t.Adiposity, t.InsulinResistance, t.BetaCell, t.Pressure, t.WhiteCoatMmHg, t.PressureVariability, t.Ldl, t.Hdl, t.Triglycerides,
            t.NephronLoss, t.Albuminuria, t.Fitness, t.RestingRate, t.Mood, t.DrugResponse, t.HeightCm, Logit(t.Behaviour.Adherence),
        ];
        ReadOnlySpan<double> body =
        [
            s.AdiposityDrift, s.WeightShift, s.YouthAdiposity, s.FitnessDrift, s.GlucoseDrift, s.PressureDrift, s.LdlDrift,
            s.AlbuminuriaDrift, s.HbA1c, s.Systolic, s.Ldl, s.Hdl, PortableMath.Log(s.Triglycerides), s.Egfr, s.EgfrPendingLoss,
            s.LogAlbuminuria, s.PressureYears, s.GlucoseYears, s.Congestion,
        ];
        traits.CopyTo(x);
        body.CopyTo(x[traits.Length..]);
    }

    /// <summary>The traits with the row's; the state is written in place, within the bounds that the simulator keeps.</summary>
    public static PersonTraits Write(ReadOnlySpan<double> x, PersonTraits t, LifeState s)
    {
        (s.AdiposityDrift, s.WeightShift, s.YouthAdiposity, s.FitnessDrift) = (x[17], x[18], x[19], x[20]);
        (s.GlucoseDrift, s.PressureDrift, s.LdlDrift, s.AlbuminuriaDrift) = (x[21], x[22], x[23], x[24]);
        (s.HbA1c, s.Systolic, s.Ldl, s.Hdl) = (Math.Clamp(x[25], 4, 13.5), x[26], Math.Max(15, x[27]), Math.Max(15, x[28]));
        (s.Triglycerides, s.Egfr, s.EgfrPendingLoss) = (PortableMath.Exp(x[29]), Math.Max(4, x[30]), Math.Max(0, x[31]));
        (s.LogAlbuminuria, s.PressureYears, s.GlucoseYears) = (Math.Min(9, x[32]), Math.Max(0, x[33]), Math.Max(0, x[34]));
        s.Congestion = x[35];
        s.Adiposity = Metabolism.Adiposity(x[0], x[17]);
        return t with
        {
            Adiposity = x[0],
            InsulinResistance = x[1],
            BetaCell = x[2],
            Pressure = x[3],
            WhiteCoatMmHg = x[4],
            PressureVariability = x[5],
            Ldl = x[6],
            Hdl = x[7],
            Triglycerides = x[8],
            NephronLoss = x[9],
            Albuminuria = x[10],
            Fitness = x[11],
            RestingRate = x[12],
            Mood = x[13],
            DrugResponse = x[14],
            HeightCm = x[15],
            Behaviour = t.Behaviour with { Adherence = PortableMath.Logistic(x[16]) },
        };
    }

    private static double Logit(double share)
    {
        var inside = Math.Clamp(share, AdherenceEdge, 1 - AdherenceEdge);
        return PortableMath.Log(inside / (1 - inside));
    }
}
