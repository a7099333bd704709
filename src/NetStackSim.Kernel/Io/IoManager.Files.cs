namespace NetStackSim.Kernel;

/// <content>Opening and closing: the IRPs of a file object's life. IRQL: Passive.</content>
public sealed partial class IoManager
{
    private readonly List<FileObject> _openFiles = [];
    private ulong _fileSerial;

    /// <summary>Open file objects, oldest first.</summary>
    public IReadOnlyList<FileObject> OpenFiles => _openFiles;

    /// <summary>Opens a device by name: sends IRP_MJ_CREATE to the top of its stack.</summary>
    /// <param name="name">Full name; what follows the device's name becomes <see cref="FileObject.FileName"/>.</param>
    /// <param name="request">Who opens, with which access and extended attributes; default: a driver, with all access.</param>
    /// <returns>SUCCESS with the file object and one handle on it, or the failure of the look-up, the access check or the driver.</returns>
    [WindowsDdi("ZwCreateFile")]
    public async ValueTask<OpenFileResult> OpenFile(string name, OpenFileRequest request = default)
    {
        RequirePassive("ZwCreateFile");
        NtStatus status = Names.Open(name, out object? found, out string rest);
        if (!status.IsSuccess)
        {
            return new OpenFileResult(status, null, 0);
        }

        if (found is not DeviceObject device)
        {
            return new OpenFileResult(NtStatus.ObjectTypeMismatch, null, 0);
        }

        if (!IsOpenAllowed(device, in request))
        {
            return new OpenFileResult(NtStatus.AccessDenied, null, 0);
        }

        FileObject file = new(device, rest, request.Process, ++_fileSerial) { ReferenceCount = 1 };
        IoStatusBlock result = await SendCreate(file, request);
        if (!result.IsSuccess)
        {
            return new OpenFileResult(result.Status, null, result.Information);
        }

        file.HandleCount = 1;
        device.OpenFiles++;
        _openFiles.Add(file);
        file.Process?.Add(file);
        return new OpenFileResult(result.Status, file, result.Information);
    }

    /// <summary>Closes one handle. The last one sends IRP_MJ_CLEANUP and gives up the handles' reference.</summary>
    /// <param name="file">The file object.</param>
    /// <returns>SUCCESS, or INVALID_HANDLE if no handle is open.</returns>
    [WindowsDdi("ZwClose")]
    public async ValueTask<NtStatus> CloseHandle(FileObject file)
    {
        RequirePassive("ZwClose");
        if (file.HandleCount == 0)
        {
            return NtStatus.InvalidHandle;
        }

        if (--file.HandleCount != 0)
        {
            return NtStatus.Success;
        }

        file.IsCleanedUp = true;
        file.Process?.Remove(file);
        await SendFileRequest(file, IrpMajorFunction.Cleanup);
        if (file.OutstandingRequests != 0)
        {
            Violation(
                IrpRules.Cleanup,
                file.Device.Driver.Name,
                $"IRP_MJ_CLEANUP of {file} ended with {file.OutstandingRequests} request(s) outstanding on it.");
        }

        await Dereference(file);
        return NtStatus.Success;
    }

    /// <summary>Opens a second handle on a file object (ZwDuplicateObject).</summary>
    /// <param name="file">A file object with an open handle.</param>
    public void DuplicateHandle(FileObject file)
    {
        if (file.HandleCount == 0)
        {
            throw new InvalidOperationException($"{file} has no open handle.");
        }

        file.HandleCount++;
    }

    /// <summary>Keeps a file object alive beyond its handles. IRQL: at most Dispatch.</summary>
    /// <param name="file">A file object that is not closed.</param>
    [WindowsDdi("ObReferenceObject")]
    public void Reference(FileObject file)
    {
        if (file.ReferenceCount == 0)
        {
            throw new InvalidOperationException($"{file} is closed.");
        }

        file.ReferenceCount++;
    }

    /// <summary>Gives up a reference. The last one sends IRP_MJ_CLOSE, after which the object is gone.</summary>
    /// <param name="file">The file object.</param>
    [WindowsDdi("ObDereferenceObject")]
    public async ValueTask Dereference(FileObject file)
    {
        if (file.ReferenceCount == 0)
        {
            throw new InvalidOperationException($"{file} is closed.");
        }

        if (--file.ReferenceCount != 0)
        {
            return;
        }

        file.IsClosed = true;
        await SendFileRequest(file, IrpMajorFunction.Close);
        file.Device.OpenFiles--;
        _openFiles.Remove(file);
    }

    private static bool IsOpenAllowed(DeviceObject device, in OpenFileRequest request)
    {
        if (device.SecurityDescriptor is not { } descriptor || request.RequestorMode == RequestorMode.Kernel)
        {
            return true;
        }

        SimToken? token = request.Process?.Token;
        return token is not null && descriptor.AccessCheck(token, request.DesiredAccess, GenericMapping.File).IsGranted;
    }

    private ValueTask<IoStatusBlock> SendCreate(FileObject file, OpenFileRequest request)
    {
        DeviceObject top = file.Device.TopOfStack;
        Irp irp = AllocateManagerIrp(top, "create", file);
        irp.SystemBuffer = request.ExtendedAttributes;
        irp.RequestorMode = request.RequestorMode;
        irp.RequestorProcess = request.Process;
        IoStackLocation next = irp.NextStackLocation;
        next.MajorFunction = IrpMajorFunction.Create;
        next.InputBufferLength = request.ExtendedAttributes.Length;
        next.Value1 = request.DesiredAccess;
        next.Value2 = (ulong)request.ShareAccess;
        return irp.WaitAsync(CallDriver(top, irp));
    }

    private ValueTask<IoStatusBlock> SendFileRequest(FileObject file, IrpMajorFunction function)
    {
        DeviceObject top = file.Device.TopOfStack;
        Irp irp = AllocateManagerIrp(top, function == IrpMajorFunction.Close ? "close" : "cleanup", file);
        irp.RequestorProcess = file.Process;
        irp.NextStackLocation.MajorFunction = function;
        return irp.WaitAsync(CallDriver(top, irp));
    }
}
