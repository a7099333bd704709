using System.Globalization;

namespace NetStackSim.Kernel;

/// <summary>The simulated blue screen: a broken invariant of the stack or of a driver. Stops the run; never catch it to go on.</summary>
public sealed class BugCheckException : Exception
{
    private readonly ulong[] _parameters;

    /// <summary>Makes the exception.</summary>
    /// <param name="code">The stop code.</param>
    /// <param name="culprit">The driver or component that broke the rule.</param>
    /// <param name="reportText">What happened, in words.</param>
    /// <param name="parameter1">First parameter, as on Windows.</param>
    /// <param name="parameter2">Second parameter.</param>
    /// <param name="parameter3">Third parameter.</param>
    /// <param name="parameter4">Fourth parameter.</param>
    public BugCheckException(
        BugCheckCode code, string culprit, string reportText, ulong parameter1 = 0, ulong parameter2 = 0, ulong parameter3 = 0, ulong parameter4 = 0)
        : base(Format(code, culprit, reportText, parameter1, parameter2, parameter3, parameter4))
    {
        Code = code;
        Culprit = culprit;
        ReportText = reportText;
        _parameters = [parameter1, parameter2, parameter3, parameter4];
    }

    /// <summary>The stop code.</summary>
    public BugCheckCode Code { get; }

    /// <summary>The four parameters.</summary>
    public IReadOnlyList<ulong> Parameters => _parameters;

    /// <summary>The driver or component that broke the rule.</summary>
    public string Culprit { get; }

    /// <summary>What happened, in words.</summary>
    public string ReportText { get; }

    private static string Format(BugCheckCode code, string culprit, string text, ulong p1, ulong p2, ulong p3, ulong p4) =>
        string.Create(
            CultureInfo.InvariantCulture, $"*** STOP: 0x{(uint)code:X8} {code} (0x{p1:X}, 0x{p2:X}, 0x{p3:X}, 0x{p4:X}) {culprit}: {text}");
}
