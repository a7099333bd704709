namespace NetStackSim.Kernel.Tests;

public sealed class RegistryTests : IRegistryObserver
{
    private const string Parameters = @"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters";

    private readonly RegistryHive _hive = new();
    private readonly List<string> _changes = [];

    void IRegistryObserver.OnRegistryChanged(RegistryKey key, string? valueName) => _changes.Add($"{key.Name}:{valueName}");

    [Fact]
    public void Key_IsFoundUnderAllItsNames()
    {
        RegistryKey key = _hive.Create(Parameters);
        Assert.Same(key, _hive.Open(@"\Registry\Machine\System\ControlSet001\services\tcpip\PARAMETERS"));
        Assert.Same(key, _hive.Open(@"HKEY_LOCAL_MACHINE\System\CurrentControlSet\Services\Tcpip\Parameters\"));
        Assert.Same(key, _hive.Create(Parameters));
        Assert.Null(_hive.Open(@"HKLM\SYSTEM\Nothing"));
        Assert.Null(_hive.Open(@"HKEY_NOWHERE\SYSTEM"));
        Assert.Throws<ArgumentException>(() => _hive.Create("Nowhere"));
        Assert.Equal(@"\Registry\Machine\System\ControlSet001\Services\Tcpip\Parameters", key.Path);
    }

    [Fact]
    public void Values_KeepTheirTypeAndPlace()
    {
        RegistryKey key = _hive.Create(Parameters);
        key.SetDword("KeepAliveTime", 7_200_000);
        key.SetString("Hostname", "a");
        key.Set(RegistryValue.FromStrings("NameServer", "10.0.0.1", "10.0.0.2"));
        key.Set(RegistryValue.FromQword("Big", 1UL << 40));
        key.SetDword("KEEPALIVETIME", 1);
        Assert.Equal(["KEEPALIVETIME", "Hostname", "NameServer", "Big"], key.Values.Select(v => v.Name));
        Assert.Equal(1u, key.GetDword("KeepAliveTime", 5));
        Assert.Equal(5u, key.GetDword("Hostname", 5));
        Assert.Equal("a", key.GetString("hostname"));
        Assert.True(key.Find("NameServer")!.TryGetStrings(out IReadOnlyList<string>? servers));
        Assert.Equal(["10.0.0.1", "10.0.0.2"], servers);
        Assert.True(key.Find("Big")!.TryGetQword(out ulong big));
        Assert.Equal(1UL << 40, big);
        Assert.Equal(NtStatus.ObjectNameNotFound, key.DeleteValue("x"));
        Assert.Equal(NtStatus.Success, key.DeleteValue("big"));
        Assert.Equal(3, key.Values.Count);
    }

    [Fact]
    public void SubKeys_AreInTheOrderOfTheirNames()
    {
        foreach (string name in new[] { "b", "C", "a", "B" })
        {
            _hive.Machine.Create(@"Software\" + name);
        }

        Assert.Equal(["a", "b", "C"], _hive.Machine.Open("Software")!.SubKeys.Select(k => k.Name));
    }

    [Fact]
    public void Delete_TakesTheTreeAndInvalidatesItsKeys()
    {
        RegistryKey key = _hive.Create(Parameters);
        Assert.Equal(NtStatus.Success, _hive.Open(@"HKLM\SYSTEM\CurrentControlSet\Services")!.DeleteTree());
        Assert.True(key.IsDeleted);
        Assert.Equal(NtStatus.KeyDeleted, key.SetDword("x", 1));
        Assert.Equal(NtStatus.KeyDeleted, key.DeleteTree());
        Assert.Equal(NtStatus.AccessDenied, _hive.Root.DeleteTree());
        Assert.Null(_hive.Open(Parameters));
        Assert.Throws<InvalidOperationException>(() => key.Create("x"));
    }

    [Fact]
    public void Observe_TellsAboutTheKeyOrTheSubtreeUntilDisposed()
    {
        RegistryKey parameters = _hive.Create(Parameters);
        using IDisposable own = parameters.Observe(this);
        IDisposable tree = _hive.System.Observe(this, subtree: true);
        parameters.SetDword("x", 1);
        Assert.Equal(["Parameters:x", "Parameters:x"], _changes);
        tree.Dispose();
        parameters.Create("Interfaces");
        Assert.Equal(["Parameters:x", "Parameters:x", "Parameters:"], _changes);
        parameters.Open("Interfaces")!.SetDword("y", 1);
        Assert.Equal(3, _changes.Count);
    }

    [Fact]
    public void Reboot_KeepsSettingsAndDropsVolatileKeys()
    {
        EventLoop loop = new();
        SimKernel before = new(loop, new SimKernelOptions { Name = "A", Registry = _hive });
        before.EnterPhase(HostPhase.BootTime);
        before.EnterPhase(HostPhase.Running);
        before.Registry.Create(Parameters).SetDword("KeepAliveTime", 5);
        before.Registry.Create(Parameters + @"\Transient", isVolatile: true).Create("Below");
        SimProcess app = before.Processes.Start(@"\device\app.exe", SimToken.System);
        before.EnterPhase(HostPhase.Stopping);
        Assert.NotNull(_hive.Open(Parameters + @"\Transient\Below"));
        before.EnterPhase(HostPhase.Off);
        Assert.True(app.HasExited);
        Assert.Equal([0, 4], before.Processes.All.Select(p => p.Id));

        SimKernel after = new(loop, new SimKernelOptions { Name = "A", Registry = _hive });
        Assert.Equal(5u, after.Registry.Open(Parameters)!.GetDword("KeepAliveTime"));
        Assert.Null(after.Registry.Open(Parameters + @"\Transient"));
    }

    [Fact]
    public void RegFile_Import_ReadsEveryForm()
    {
        RegImportResult result = _hive.Import(
            """
            Windows Registry Editor Version 5.00

            ; a comment
            [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters]
            @="default"
            "KeepAliveTime"=dword:0036ee80
            "DataBasePath"="C:\\Windows \"x\""
            "Bytes"=hex:01,02,\
              03
            "Servers"=hex(7):31,00,00,00,32,00,00,00,00,00
            "Big"=hex(b):00,00,00,00,00,01,00,00
            "Gone"=dword:00000001
            "Gone"=-

            [-HKEY_LOCAL_MACHINE\SYSTEM\Old]
            """);
        Assert.True(result.IsComplete, string.Join("; ", result.Errors));
        Assert.Equal((2, 8), (result.Keys, result.Values));
        RegistryKey key = _hive.Open(Parameters)!;
        Assert.Equal("default", key.GetString(""));
        Assert.Equal(3_600_000u, key.GetDword("KeepAliveTime"));
        Assert.Equal("C:\\Windows \"x\"", key.GetString("DataBasePath"));
        Assert.Equal([1, 2, 3], key.Find("Bytes")!.Data.ToArray());
        Assert.True(key.Find("Servers")!.TryGetStrings(out IReadOnlyList<string>? servers));
        Assert.Equal(["1", "2"], servers);
        Assert.True(key.Find("Big")!.TryGetQword(out ulong big));
        Assert.Equal(1UL << 40, big);
        Assert.Null(key.Find("Gone"));
    }

    [Fact]
    public void RegFile_WrongLines_AreReportedWithTheirNumberAndSkipped()
    {
        RegImportResult result = _hive.Import("REGEDIT4\n\"x\"=dword:1\n[HKLM\\SYSTEM\\A]\n\"y\"=dword:zz\n\"z\"=dword:2\nnonsense\n[HKXX\\B]\n[HKLM\\C\n");
        Assert.Equal([2, 4, 6, 7, 8], result.Errors.Select(e => e.Line));
        Assert.Equal(2u, _hive.Open(@"HKLM\SYSTEM\A")!.GetDword("z"));
    }

    [Fact]
    public void RegFile_Export_ImportsToTheSame()
    {
        RegistryKey key = _hive.Create(Parameters);
        key.SetDword("d", 0xDEADBEEF);
        key.SetString("s\\\"", "a\\b\"c");
        key.SetString("", "line\nbreak");
        key.Set(RegistryValue.FromStrings("m", "1", "2"));
        key.Set(new RegistryValue("b", RegistryValueType.Binary, [1, 2]));
        string text = RegistryHive.Export(_hive.Root);
        RegistryHive copy = new();
        Assert.True(copy.Import(text).IsComplete);
        Assert.Equal(text, RegistryHive.Export(copy.Root));
        Assert.Contains("[HKEY_LOCAL_MACHINE\\System\\ControlSet001\\Services\\Tcpip\\Parameters]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void RegFile_Mutated_NeverThrows()
    {
        _hive.Create(Parameters).SetString("s", "text \\ \"q\"");
        _hive.Create(Parameters).Set(RegistryValue.FromStrings("m", "1", "2"));
        string seed = RegistryHive.Export(_hive.Root);
        RandomStream random = new EventLoop(new EventLoopOptions { Seed = 3 }).Random["reg"];
        const string Alphabet = "[]\"=\\-@;:,(){}\n\r hexdword019";
        for (int i = 0; i < 5_000; i++)
        {
            char[] text = seed.ToCharArray();
            for (int n = random.Next(10); n >= 0; n--)
            {
                text[random.Next(text.Length)] = Alphabet[random.Next(Alphabet.Length)];
            }

            new RegistryHive().Import(new string(text, 0, random.Next(text.Length + 1)));
        }
    }
}
