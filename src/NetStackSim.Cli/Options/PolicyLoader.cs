using NetStackSim.Wfp;

namespace NetStackSim.Cli.Options;

/// <summary>Reads policy files and gives them to hosts; what is wrong in one ends the command with line and element.</summary>
internal static class PolicyLoader
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="ToolException">It is missing, or not a policy.</exception>
    public static PolicyFile Read(FileInfo file)
    {
        byte[] content = InputFile.Read(file);
        return PolicyFile.TryRead(content, out PolicyFile? policy, out PolicyError? error)
            ? policy
            : throw new ToolException(ExitCode.InputRefused, $"{file.Name}: {error}");
    }

    /// <summary>Adds a policy to a host.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="host">The host.</param>
    /// <exception cref="ToolException">The filter engine refused an element.</exception>
    public static void Apply(PolicyFile policy, string file, SimHost host)
    {
        EngineSession session = host.Filters!.Open(new SessionOptions { Name = "policy file" });
        if (policy.Apply(session) is { } error)
        {
            throw new ToolException(ExitCode.InputRefused, $"{file}: {error}");
        }

        session.Close();
    }
}
