using System.Security.Cryptography;
using System.Text;

namespace Phr.Model.Assessments;

/// <summary>
/// Id of the RiskAssessment of one person and outcome: the same each time, so that its versions are its history.
/// </summary>
public static class AssessmentId
{
    private const int HexDigits = 32;

    /// <param name="patient">Id of the person's own Patient.</param>
    public static string Of(string patient, string outcome) =>
        "risk-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{patient}|{outcome}")))[..HexDigits];
}
