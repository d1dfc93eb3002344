const lines = `
password passw0rd passwd p@ssw mima secret welcome letmein iloveyou woaini changeme dragon monkey sunshine football
admin administrator root guest user123 test123 default system login master superman
qwert asdf zxcv 1qaz 2wsx qazwsx 1q2w3e poiuy lkjhg
123456 12345 654321 98765 112233 123123 147258 159357 520131 5201314 888888 666666 131415
abc123 a1b2c3 abcd12 aa1234 aaa111 110110 000000 111111
mingxun 明训 jiaozuo 焦作 henan 河南 zhongguo china beijing
peixun 培训 renshe 人社 butie 补贴 密码 管理员
jiefang zhongzhan macun shanyang xiuwu boai wuzhi wenxian qinyang mengzhou
解放 中站 马村 山阳 修武 博爱 武陟 温县 沁阳 孟州 示范区
jzrsj jzrs rsj2 hrss 0391 454000 4108
`;

/** Parts of the passwords that are tried first, here: the usual lists, keyboard rows, and the words of the place. */
export const commonWords: readonly string[] = lines.trim().split(/\s+/);
