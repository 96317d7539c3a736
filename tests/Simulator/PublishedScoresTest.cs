using Phr.Simulator.Codes;
using Phr.Simulator.Physiology;
using Phr.Simulator.PublishedScores;

namespace Phr.Tests.Simulator;

/// <summary>Each published equation on a person whose answer is known.</summary>
public sealed class PublishedScoresTest
{
    private static readonly RiskFactors Smoker = new()
    {
        Sex = Sex.Male, AgeYears = 65, Systolic = 145, Diastolic = 85, Ldl = 130, Hdl = 50, TotalCholesterol = 205, Smokes = true,
    };

    [Fact]
    public void Hisayama_gives_27_points_and_12_percent()
    {
        Assert.Equal(27, Hisayama.Points(Smoker));
        Assert.Equal(0.119, Hisayama.TenYearRisk(Smoker), 3);
    }

    [Fact]
    public void Hisayama_rises_by_the_published_points()
    {
        Assert.Equal(3, Hisayama.Points(Smoker with { HasDiabetes = true }) - Hisayama.Points(Smoker));
        Assert.Equal(4, Hisayama.Points(Smoker with { HasProteinuria = true }) - Hisayama.Points(Smoker));
        Assert.Equal(-7, Hisayama.Points(Smoker with { Sex = Sex.Female }) - Hisayama.Points(Smoker));
        Assert.Equal(-11, Hisayama.Points(Smoker with { AgeYears = 49.9 }) - Hisayama.Points(Smoker));
    }

    [Fact]
    public void Suita_puts_the_same_man_into_its_classes()
    {
        Assert.Equal(60, Suita.CoronaryPoints(Smoker));
        Assert.Equal(0.09, Suita.CoronaryTenYearRisk(Smoker));
        Assert.Equal(31, Suita.CardiovascularPoints(Smoker));
        Assert.Equal(0.14, Suita.CardiovascularTenYearRisk(Smoker));
    }

    [Fact]
    public void Epoch_japan_uses_the_logarithm_of_the_lipid_ratio_for_the_person_too() =>
        Assert.Equal(0.016, EpochJapan.CoronaryDeath(Smoker), 3);

    [Fact]
    public void Epoch_japan_at_the_means_is_the_baseline()
    {
        var mean = new RiskFactors { Sex = Sex.Female, AgeYears = 57, Systolic = 131.1, TotalCholesterol = 205, Hdl = 50 };

        Assert.InRange(EpochJapan.StrokeDeath(mean), 0.002, 0.0039);
        Assert.True(EpochJapan.CardiovascularDeath(mean) > EpochJapan.StrokeDeath(mean));
    }

    [Fact]
    public void Kidney_failure_risk_gives_5_and_19_percent()
    {
        var patient = new RiskFactors { Sex = Sex.Male, AgeYears = 65, Systolic = 140, Egfr = 30, UrineAlbuminRatio = 300 };

        Assert.Equal(0.053, KidneyFailureRisk.TwoYear(patient), 3);
        Assert.Equal(0.189, KidneyFailureRisk.FiveYear(patient), 3);
    }

    [Fact]
    public void Prevent_gives_the_example_of_its_authors()
    {
        var woman = new RiskFactors
        {
            Sex = Sex.Female, AgeYears = 50, Systolic = 160, TotalCholesterol = 200, Hdl = 45, Bmi = 35, Egfr = 90, HasDiabetes = true, IsTreatedForPressure = true,
        };

        Assert.Equal(0.147, Prevent.Cardiovascular(woman), 3);
        Assert.Equal(0.092, Prevent.Atherosclerotic(woman), 3);
        Assert.Equal(0.081, Prevent.HeartFailure(woman), 3);
    }

    [Theory]
    [InlineData(Treatments.Metformin, 1.04)]
    [InlineData(Treatments.Sulfonylurea, 1.19)]
    [InlineData(Treatments.Dpp4Inhibitor, 0.70)]
    [InlineData(Treatments.Sglt2Inhibitor, 0.65)]
    public void A_glucose_drug_alone_lowers_an_HbA1c_of_8_by_its_published_mean(Treatments drug, double drop)
    {
        Assert.Equal(drop, GlucoseTreatment.HbA1cDrop(drug, 8, egfr: 80), 10);
        Assert.Equal(drop * 1.35, GlucoseTreatment.HbA1cDrop(drug, 9, egfr: 80), 10);
    }

    [Fact]
    public void A_failing_kidney_halves_the_effect_of_SGLT2_inhibitors_only()
    {
        Assert.Equal(0.325, GlucoseTreatment.HbA1cDrop(Treatments.Sglt2Inhibitor, 8, egfr: 44.9), 10);
        Assert.Equal(1.04, GlucoseTreatment.HbA1cDrop(Treatments.Metformin, 8, egfr: 44.9), 10);
    }

    [Fact]
    public void Every_YJ_code_has_its_check_digit() =>
        Assert.All(
            Drugs.All.Concat(Drugs.ForMinorIllness), drug => Assert.Equal(CheckDigit(drug.Yj), drug.Yj[^1] - '0'));

    [Fact]
    public void Every_JLAC10_code_has_17_digits_and_no_two_tests_share_one()
    {
        var codes = LabTests.All.SelectMany(test => test.Jlac10).ToList();

        Assert.All(codes, code => Assert.Matches("^[0-9][A-Z][0-9]{15}$", code));
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Fact]
    public void Tables_are_in_the_order_of_their_enumerations()
    {
        Assert.All(LabTests.All.Index(), item => Assert.Equal(item.Index, (int)item.Item.Test));
        Assert.All(Vitals.All.Index(), item => Assert.Equal(item.Index, (int)item.Item.Vital));
        Assert.All(Diseases.All.Index(), item => Assert.Equal(item.Index, (int)item.Item.Disease));
        Assert.All(Diseases.All, disease => Assert.Matches(@"^[A-Z][0-9]{2}(\.[0-9])?$", disease.Icd10));
    }

    /// <summary>
    /// Weights 5 6 7 8 9 4 5 6 7 8 9, modulo 11, modulo 10; a letter counts as its place in its group of nine (A-I,
    /// J-R, S-Z from 2).
    /// </summary>
    private static int CheckDigit(string yj)
    {
        int[] weights = [5, 6, 7, 8, 9, 4, 5, 6, 7, 8, 9];
        var sum = weights.Zip(yj, (weight, character) => weight * (char.IsDigit(character) ? character - '0' : Zone(character))).Sum();
        return sum % 11 % 10;
    }

    private static int Zone(char letter) => letter switch { <= 'I' => letter - 'A' + 1, <= 'R' => letter - 'J' + 1, _ => letter - 'S' + 2 };
}
