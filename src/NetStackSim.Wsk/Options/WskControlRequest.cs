namespace NetStackSim.Wsk;

/// <summary>What a control call asks for (<c>WSK_CONTROL_SOCKET_TYPE</c>, Windows' values).</summary>
public enum WskControlRequest
{
    /// <summary><c>WskSetOption</c>.</summary>
    SetOption = 0,

    /// <summary><c>WskGetOption</c>.</summary>
    GetOption = 1,

    /// <summary><c>WskIoctl</c>.</summary>
    Ioctl = 2,
}
