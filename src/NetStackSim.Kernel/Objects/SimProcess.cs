namespace NetStackSim.Kernel;

/// <summary>A process of a host: what sockets, files and filters ask about who is calling.</summary>
public sealed class SimProcess
{
    private readonly List<FileObject> _files = [];

    internal SimProcess(ProcessTable table, int id, string imagePath, SimToken token, SimProcess? parent, long startNs)
    {
        Table = table;
        Id = id;
        ImagePath = imagePath;
        Token = token;
        Parent = parent;
        StartNs = startNs;
    }

    /// <summary>The table it is in.</summary>
    public ProcessTable Table { get; }

    /// <summary>Process id: a multiple of four, as on Windows; 0 is the idle process, 4 the system.</summary>
    public int Id { get; }

    /// <summary>
    /// Image as an NT device path, e.g. <c>\device\harddiskvolume1\windows\system32\svchost.exe</c>; <c>System</c> for the system process. WFP makes its
    /// ALE_APP_ID of it.
    /// </summary>
    public string ImagePath { get; }

    /// <summary>Who the process is.</summary>
    public SimToken Token { get; }

    /// <summary>The process that started it; null for the first two.</summary>
    public SimProcess? Parent { get; }

    /// <summary>Nanoseconds of the loop when it was started.</summary>
    public long StartNs { get; }

    /// <summary>Tag of the service that runs in the process (<c>SubProcessTag</c>); 0 for a process without a service.</summary>
    public uint ServiceTag { get; set; }

    /// <summary>True once it has exited.</summary>
    public bool HasExited { get; internal set; }

    /// <summary>Exit code; meaningful once it has exited.</summary>
    public int ExitCode { get; internal set; }

    /// <summary>The last part of the image path.</summary>
    public string Name => ImagePath[(ImagePath.LastIndexOf('\\') + 1)..];

    /// <summary>File objects that the process holds a handle on, oldest first.</summary>
    public IReadOnlyList<FileObject> Files => _files;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Id})";

    internal void Add(FileObject file) => _files.Add(file);

    internal void Remove(FileObject file) => _files.Remove(file);
}
