using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Phr.Model.Choice;
using Phr.Model.People;
using Phr.Model.Scoring;
using Phr.Platform;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Model.Risks;

/// <summary>
/// <c>GET /people/me/risks?atLeast=P&amp;horizonYears=Y</c>: the caller's risks for the outcomes that they switched on. With a position the
/// answer waits, for 5 seconds at most, until it is from a record that has reached it; the first reasons a person gets are waited for
/// likewise. A horizon is a decimal number of years, up to the longest for which an outcome was learnt.
/// </summary>
internal static class ReadRisks
{
    private const string Type = "RiskAssessment";

    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(400);

    private static readonly Refusal WrongPosition = new(RefusalKind.Invalid, "A position is a number, 0 or more.", "atLeast");

    private static readonly Refusal NoScope = new(RefusalKind.Forbidden, "The scopes of this token do not permit reading RiskAssessment.");

    private static readonly Refusal NoPatient = new(RefusalKind.Forbidden, "The token names no Patient.");

    private static readonly Refusal Busy = new(
        RefusalKind.Unavailable, "The model has more to compute than may wait. Try again in a few seconds.");

    private static readonly Refusal Away = new(RefusalKind.Unavailable, "The record cannot be read at the moment. Try again later.");

    private static readonly Refusal Unread = new(RefusalKind.Unavailable, "The model cannot answer from this record at the moment. Try again later.");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/me/risks", Handle).RequireCaller(CallerRole.Patient);

    private static async Task<IResult> Handle(
        long? atLeast, string? horizonYears, HttpContext context, PersonLanes lanes, ServedModels served, RiskGate gate,
        ILogger<RiskAnswer> log, CancellationToken ct)
    {
        if (atLeast is < 0)
            return ProblemJson.Result(WrongPosition);
        if (!IsHorizon(horizonYears, served, out var years))
            return ProblemJson.Result(new Refusal(
                RefusalKind.Invalid, $"A horizon is a number of years above 0, at most {served.YearsMax}.", "horizonYears"));
        var caller = context.Caller();
        if (!caller.Permissions.For(Type, ScopeAccess.Read).Everything)
            return ProblemJson.Result(NoScope);
        if (caller.Patient is not { } patient)
            return ProblemJson.Result(NoPatient);
        try
        {
            return Results.Json(ShownAnswer.Of(await Wait(lanes, patient, atLeast, ct), years, served, gate));
        }
        catch (InferenceBusyException)
        {
            return ProblemJson.Result(Busy);
        }
        catch (HttpRequestException)
        {
            return ProblemJson.Result(Away);
        }
        catch (Exception e) when (e is InvalidDataException or InferenceFaultException)
        {
            log.LogWarning("A person's risks could not be answered: {Fault}", FaultText.Of(e));
            return ProblemJson.Result(Unread);
        }
    }

    /// <param name="years">Null where none is asked about.</param>
    private static bool IsHorizon(string? text, ServedModels served, out double? years)
    {
        years = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
        return text is null || (number > 0 && number <= served.YearsMax);
    }

    private static async Task<RiskAnswer> Wait(PersonLanes lanes, string patient, long? atLeast, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        var answer = await lanes.Follow(patient, atLeast ?? long.MaxValue, ct);
        for (var pause = PauseMin; !IsEnough(answer, atLeast) && Stopwatch.GetElapsedTime(begun) < PatienceMax; pause *= 2)
        {
            await Task.Delay(pause < PauseMax ? pause : PauseMax, ct);
            answer = await lanes.Follow(patient, atLeast is { } position && answer.Position < position ? position : 0, ct);
        }
        return answer;
    }

    private static bool IsEnough(RiskAnswer answer, long? atLeast) =>
        answer.Position >= (atLeast ?? 0) && (answer.ExplainedPosition is not null || answer.Risks.Count == 0);
}
