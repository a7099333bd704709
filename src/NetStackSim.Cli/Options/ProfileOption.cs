using System.CommandLine;
using NetStackSim.TcpIp;

namespace NetStackSim.Cli.Options;

/// <summary>Names of stack profiles on the command line.</summary>
internal static class ProfileOption
{
    /// <summary>All names, for help and messages.</summary>
    public static string Names => string.Join(", ", StackProfile.All.Select(static profile => profile.Name));

    /// <summary>Makes an unknown name wrong usage.</summary>
    /// <param name="option">The option.</param>
    public static void Check(Option<string?> option) => option.Validators.Add(static result =>
    {
        if (result.GetValueOrDefault<string>() is { } name && StackProfile.Find(name) is null)
        {
            result.AddError($"There is no profile '{name}'; there are {Names}.");
        }
    });
}
