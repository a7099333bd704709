namespace NetStackSim.Wsk;

/// <summary>Minor function codes that WSK records in the stack location it takes; they show in reports of pending requests. Our own numbers.</summary>
internal static class WskMinorFunction
{
    public const byte Socket = 0x40;
    public const byte SocketConnect = 0x41;
    public const byte Control = 0x42;
    public const byte Close = 0x43;
    public const byte Bind = 0x44;
    public const byte Connect = 0x45;
    public const byte Accept = 0x46;
    public const byte Send = 0x47;
    public const byte Receive = 0x48;
    public const byte Disconnect = 0x49;
    public const byte SendTo = 0x4A;
    public const byte ReceiveFrom = 0x4B;
    public const byte Listen = 0x4C;
    public const byte Address = 0x4D;
    public const byte Inspect = 0x4E;
    public const byte SendMessages = 0x4F;
    public const byte ControlClient = 0x50;
    public const byte AddressInfo = 0x51;
}
