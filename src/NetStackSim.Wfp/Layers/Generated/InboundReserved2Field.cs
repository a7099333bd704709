// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>INBOUND_RESERVED2</c> layers (<c>FWPS_FIELD_INBOUND_RESERVED2_*</c>).</summary>
public static class InboundReserved2Field
{
    /// <summary><c>RESERVED0</c>.</summary>
    public const int Reserved0 = 0;

    /// <summary><c>RESERVED1</c>.</summary>
    public const int Reserved1 = 1;

    /// <summary><c>RESERVED2</c>.</summary>
    public const int Reserved2 = 2;

    /// <summary><c>RESERVED3</c>.</summary>
    public const int Reserved3 = 3;

    /// <summary><c>RESERVED4</c>.</summary>
    public const int Reserved4 = 4;

    /// <summary><c>RESERVED5</c>.</summary>
    public const int Reserved5 = 5;

    /// <summary><c>RESERVED6</c>.</summary>
    public const int Reserved6 = 6;

    /// <summary><c>RESERVED7</c>.</summary>
    public const int Reserved7 = 7;

    /// <summary><c>RESERVED8</c>.</summary>
    public const int Reserved8 = 8;

    /// <summary><c>RESERVED9</c>.</summary>
    public const int Reserved9 = 9;

    /// <summary><c>RESERVED10</c>.</summary>
    public const int Reserved10 = 10;

    /// <summary><c>RESERVED11</c>.</summary>
    public const int Reserved11 = 11;

    /// <summary><c>RESERVED12</c>.</summary>
    public const int Reserved12 = 12;

    /// <summary><c>RESERVED13</c>.</summary>
    public const int Reserved13 = 13;

    /// <summary><c>RESERVED14</c>.</summary>
    public const int Reserved14 = 14;

    /// <summary><c>RESERVED15</c>.</summary>
    public const int Reserved15 = 15;
}
