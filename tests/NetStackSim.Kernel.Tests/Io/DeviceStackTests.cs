namespace NetStackSim.Kernel.Tests;

/// <summary>Devices, names, files, and rule 14.</summary>
public sealed class DeviceStackTests : IDisposable
{
    private readonly IoHarness _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void OpenAndClose_SendCreateCleanupCloseInOrder()
    {
        EchoDriver echo = new(_host.Io);
        OpenFileResult opened = _host.Loop.Run(async () => await _host.Io.OpenFile(@"\Device\Echo\47"));
        Assert.Equal(NtStatus.Success, opened.Status);
        Assert.Equal("47", opened.File!.FileName);
        Assert.Equal(1, echo.Device.OpenFiles);
        Assert.Equal(NtStatus.Success, _host.Loop.Run(async () => await _host.Io.CloseHandle(opened.File)));
        Assert.Equal(["Create", "Cleanup", "Close"], echo.Calls);
        Assert.Equal(0, echo.Device.OpenFiles);
        Assert.True(opened.File.IsClosed);
    }

    [Fact]
    public void Reference_KeepsTheFileOpenBeyondItsHandle()
    {
        EchoDriver echo = new(_host.Io);
        _host.Loop.Run(async () =>
        {
            FileObject file = (await _host.Io.OpenFile(@"\Device\Echo")).File!;
            _host.Io.Reference(file);
            await _host.Io.CloseHandle(file);
            Assert.Equal(["Create", "Cleanup"], echo.Calls);
            await _host.Io.Dereference(file);
            Assert.Equal(["Create", "Cleanup", "Close"], echo.Calls);
            Assert.Equal(NtStatus.InvalidHandle, await _host.Io.CloseHandle(file));
        });
    }

    [Fact]
    public void DuplicateHandle_CleanupComesWithTheLastOne()
    {
        EchoDriver echo = new(_host.Io);
        _host.Loop.Run(async () =>
        {
            FileObject file = (await _host.Io.OpenFile(@"\Device\Echo")).File!;
            _host.Io.DuplicateHandle(file);
            await _host.Io.CloseHandle(file);
            Assert.Equal(["Create"], echo.Calls);
            await _host.Io.CloseHandle(file);
            Assert.Equal(["Create", "Cleanup", "Close"], echo.Calls);
        });
    }

    [Fact]
    public void Open_PendingInTheDriver_IsAwaited()
    {
        EchoDriver echo = new(_host.Io) { Pends = true };
        _host.Loop.Run(async () =>
        {
            ValueTask<OpenFileResult> open = _host.Io.OpenFile(@"\??\Echo");
            Assert.Equal(NtStatus.ObjectNameNotFound, (await open).Status);
            _host.Io.CreateSymbolicLink(@"\DosDevices\Echo", @"\Device\Echo");
            open = _host.Io.OpenFile(@"\??\Echo");
            Assert.False(open.IsCompleted);
            echo.Queue.RemoveNext()!.Complete(NtStatus.Success);
            FileObject file = (await open).File!;
            await _host.Io.CloseHandle(file);
        });
    }

    [Fact]
    public void Open_RefusedByTheDriver_LeavesNoFile()
    {
        EchoDriver echo = new(_host.Io) { InlineStatus = NtStatus.SharingViolation };
        OpenFileResult result = _host.Loop.Run(async () => await _host.Io.OpenFile(@"\Device\Echo"));
        Assert.Equal(NtStatus.SharingViolation, result.Status);
        Assert.Null(result.File);
        Assert.Equal(["Create"], echo.Calls);
        Assert.Empty(_host.Io.OpenFiles);
    }

    [Fact]
    public void Open_UserWithoutRight_IsDenied_KernelIsNotChecked()
    {
        EchoDriver echo = new(_host.Io);
        echo.Device.SecurityDescriptor = SecurityDescriptor.Parse("O:BAG:SYD:(A;;FA;;;BA)");
        SimProcess user = _host.Kernel.Processes.Start(@"\device\a.exe", SimToken.ForUser(new Sid(5, 21, 1, 2, 3, 1001)));
        SimProcess admin = _host.Kernel.Processes.Start(@"\device\b.exe", SimToken.ForUser(new Sid(5, 21, 1, 2, 3, 500), administrator: true));
        _host.Loop.Run(async () =>
        {
            OpenFileRequest request = new() { Process = user, RequestorMode = RequestorMode.User, DesiredAccess = AccessRights.GenericRead };
            Assert.Equal(NtStatus.AccessDenied, (await _host.Io.OpenFile(@"\Device\Echo", request)).Status);
            FileObject file = (await _host.Io.OpenFile(@"\Device\Echo", request with { Process = admin })).File!;
            await _host.Io.CloseHandle(file);
            file = (await _host.Io.OpenFile(@"\Device\Echo")).File!;
            await _host.Io.CloseHandle(file);
        });
    }

    [Fact]
    public void Cleanup_CancelsWhatIsOutstandingOnTheFile()
    {
        EchoDriver echo = new(_host.Io);
        List<string> log = [];
        _host.Loop.Run(async () =>
        {
            FileObject file = (await _host.Io.OpenFile(@"\Device\Echo")).File!;
            echo.Pends = true;
            Irp irp = _host.NewControl(echo.Device, log);
            irp.NextStackLocation.FileObject = file;
            _host.Io.CallDriver(echo.Device, irp);
            Assert.Equal(1, file.OutstandingRequests);
            await _host.Io.CloseHandle(file);
            Assert.Equal([$"#{irp.Serial} STATUS_CANCELLED 0 pending=True"], log);
            irp.Free();
        });
    }

    [Fact]
    public void Cleanup_ThatLeavesARequestOutstanding_IsAVerifierErrorOfTheDriver()
    {
        EchoDriver echo = new(_host.Io);
        echo.Driver[IrpMajorFunction.Cleanup] = static (_, i) => i.CompleteRequest(NtStatus.Success);
        BugCheckException stop = _host.Breaks(IrpRules.Cleanup, () => _host.Loop.Run(async () =>
        {
            FileObject file = (await _host.Io.OpenFile(@"\Device\Echo")).File!;
            echo.Pends = true;
            Irp irp = _host.NewControl(echo.Device);
            irp.NextStackLocation.FileObject = file;
            _host.Io.CallDriver(echo.Device, irp);
            await _host.Io.CloseHandle(file);
        }));
        Assert.Equal(@"\Driver\Echo", stop.Culprit);
    }

    [Fact]
    public void Filter_OnTop_SeesOpenAndClose()
    {
        EchoDriver echo = new(_host.Io);
        FilterDriver filter = new(_host.Io, echo.Device) { UsesRoutine = true };
        Assert.Same(filter.Device, echo.Device.TopOfStack);
        _host.Loop.Run(async () => await _host.Io.CloseHandle((await _host.Io.OpenFile(@"\Device\Echo")).File!));
        Assert.Equal(3, filter.Log.Count);
        _host.Io.DetachDevice(echo.Device);
        Assert.Same(echo.Device, echo.Device.TopOfStack);
        Assert.Equal(1, filter.Device.StackSize);
    }

    [Fact]
    public void DeviceControl_OfTheIoManager_NeedsNoRoutineAndFreesItself()
    {
        EchoDriver echo = new(_host.Io);
        Irp irp = _host.Io.BuildDeviceControlRequest(echo.Device, 0x12003, new byte[4], 4);
        ValueTask<IoStatusBlock> wait = irp.WaitAsync(_host.Io.CallDriver(echo.Device, irp));
        Assert.Equal((nuint)7, IoHarness.ResultOf(wait).Information);
        Assert.Equal(IrpState.Free, irp.State);
    }

    [Fact]
    public void Names_CompareWithoutCase_AndTellPathFromName()
    {
        ObjectNamespace names = _host.Io.Names;
        EchoDriver echo = new(_host.Io);
        Assert.Equal(NtStatus.Success, names.Find(@"\DEVICE\echo", out object? found));
        Assert.Same(echo.Device, found);
        Assert.Equal(NtStatus.ObjectNameCollision, names.Insert(@"\Device\ECHO", new object()));
        Assert.Equal(NtStatus.ObjectNameNotFound, names.Find(@"\Device\Tcp", out _));
        Assert.Equal(NtStatus.ObjectPathNotFound, names.Find(@"\Nowhere\Tcp", out _));
        Assert.Equal(NtStatus.ObjectPathNotFound, names.Insert(@"\Nowhere\Tcp", new object()));
        Assert.Equal(NtStatus.ObjectNameInvalid, names.Find("Device", out _));
        names.Insert(@"\??\a", new SymbolicLink(@"\??\b"));
        names.Insert(@"\??\b", new SymbolicLink(@"\??\a"));
        Assert.Equal(NtStatus.ObjectNameNotFound, names.Find(@"\??\a", out _));
    }

    [Fact]
    public void Unload_WithDeviceLeft_IsABugCheck()
    {
        EchoDriver echo = new(_host.Io);
        _host.BugChecks(BugCheckCode.DriverVerifierDetectedViolation, () => _host.Io.UnloadDriver(echo.Driver));
        echo.Driver.Unload = d => _host.Io.DeleteDevice(d.Devices[0]);
        _host.Io.UnloadDriver(echo.Driver);
        Assert.Empty(_host.Io.Drivers);
        Assert.Equal(NtStatus.ObjectNameNotFound, _host.Io.Names.Find(@"\Device\Echo", out _));
    }

    [Fact]
    public void ProcessExit_ClosesItsHandlesNewestFirst()
    {
        EchoDriver echo = new(_host.Io);
        SimProcess process = _host.Kernel.Processes.Start(@"\device\app.exe", SimToken.System);
        _host.Loop.Run(async () =>
        {
            OpenFileRequest request = new() { Process = process };
            await _host.Io.OpenFile(@"\Device\Echo\1", request);
            await _host.Io.OpenFile(@"\Device\Echo\2", request);
            Assert.Equal(2, process.Files.Count);
            await _host.Kernel.Processes.Exit(process, 3);
        });
        Assert.True(process.HasExited);
        Assert.Empty(_host.Io.OpenFiles);
        Assert.Equal(["Create", "Create", "Cleanup", "Close", "Cleanup", "Close"], echo.Calls);
        Assert.Null(_host.Kernel.Processes.Find(process.Id));
    }
}
