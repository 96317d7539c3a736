using Phr.Model.Tokens;

namespace Phr.Tests.Model;

public class UnitsTest
{
    [Theory]
    [InlineData("lab/hba1c", 48, "mmol/mol", "%", 6.54)]
    [InlineData("lab/glucose", 5.5, "mmol/L", "mg/dL", 99.1)]
    [InlineData("lab/creatinine", 88.42, "umol/L", "mg/dL", 1.0)]
    [InlineData("lab/creatinine", 88.42, "μmol/L", "mg/dL", 1.0)]
    [InlineData("lab/ldl", 3.0, "mmol/L", "mg/dL", 116.0)]
    [InlineData("lab/potassium", 4.2, "mEq/L", "mmol/L", 4.2)]
    [InlineData("lab/leukocytes", 6500, "/uL", "10*3/uL", 6.5)]
    [InlineData("lab/platelets", 21, "10*4/uL", "10*3/uL", 210)]
    [InlineData("vital/weight", 150, "lb", "kg", 68.0)]
    [InlineData("vital/temperature", 98.6, "degF", "Cel", 37.0)]
    [InlineData("vital/height", 1.72, "m", "cm", 172)]
    [InlineData("lab/egfr", 61, "mL/min", "mL/min/{1.73_m2}", 61)]
    public void A_number_is_brought_to_the_canonical_unit(string concept, double value, string unit, string canonical,
        double expected) =>
        Assert.Equal(expected, Units.Convert(concept, value, unit, canonical)!.Value, 1);

    [Theory]
    [InlineData("lab/glucose", "kg")]
    [InlineData("lab/glucose", "furlong")]
    [InlineData("lab/glucose", null)]
    [InlineData("lab/calcium", "mEq/L")]
    public void What_cannot_be_brought_there_has_no_number(string concept, string? unit) =>
        Assert.Null(Units.Convert(concept, 5, unit, "mg/dL"));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_number_has_none(double value) =>
        Assert.Null(Units.Convert("lab/glucose", value, "mg/dL", "mg/dL"));
}
