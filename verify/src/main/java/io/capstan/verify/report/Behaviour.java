package io.capstan.verify.report;

/// The page's script: the time line that can be moved and zoomed, with mouse or keys. Without it
/// all else of the page still stands.
final class Behaviour {
    private static final String SCRIPT =
            """
            (function(){
            'use strict';
            var root=document.documentElement,theme=document.getElementById('theme');
            theme.hidden=false;
            theme.addEventListener('click',function(){
              var dark=root.dataset.theme?root.dataset.theme==='dark':matchMedia('(prefers-color-scheme: dark)').matches;
              root.dataset.theme=dark?'light':'dark';});
            var copy=document.getElementById('copy');
            if(navigator.clipboard){copy.hidden=false;copy.addEventListener('click',function(){
              navigator.clipboard.writeText(document.getElementById('command').textContent)
                .then(function(){copy.textContent='copied'});});}
            var d=JSON.parse(document.getElementById('data').textContent);
            var W=1160,L=62,R=14,ROW=30,N=11,MOST=1200;
            var looks=['ok','mismatch','refused','unknown'],words=['ok','found another value','refused','unknown'];
            var kinds=['get','put','delete','cas'];
            var ops=[],at=0,o=d.ops;
            for(var i=0;i<o.length;i+=N){at+=o[i];
              ops.push({i:ops.length,s:at,d:o[i+1],c:o[i+2],p:o[i+3],k:o[i+4],key:o[i+5],exp:o[i+6],val:o[i+7],out:o[i+8],tries:o[i+9],why:o[i+10]});}
            var box=document.getElementById('explorer'),host=document.getElementById('stage'),
              said=document.getElementById('picked'),rows=document.getElementById('inview'),
              pick=document.getElementById('key'),range=document.getElementById('range');
            box.hidden=false;
            d.keys.forEach(function(k,i){var e=document.createElement('option');e.value=i;e.textContent=k;pick.appendChild(e);});
            var v={from:0,span:Math.min(d.end,Math.max(2e6,d.end/30)),key:-1,sel:-1};
            function esc(t){return String(t).replace(/[&<>"']/g,function(c){return '&#'+c.charCodeAt(0)+';'});}
            function str(i){return i<0?'–':d.strings[i];}
            function deed(p){var w=kinds[p.k];
              if(w==='cas')return 'cas '+str(p.exp)+' → '+str(p.val);
              if(w==='get')return p.out===0?'get '+str(p.val):'get';
              return w+(w==='put'?' '+str(p.val):'');}
            function time(us){return (us/1e6).toFixed(us<1e4&&us>0?6:3)+' s';}
            function tell(p){return 'client '+(p.c)+', process '+p.p+': '+deed(p)+' on '+d.keys[p.key]+' — '+words[p.out]
              +(p.why>=0?' ('+d.reasons[p.why]+')':'')+', '+time(p.s)+' to '+time(p.s+p.d)+', '+(p.d/1e3).toFixed(1)+' ms, sent '
              +p.tries+(p.tries===1?' time':' times');}
            function x(us){return L+(W-L-R)*(us-v.from)/v.span;}
            function clampView(){v.span=Math.max(500,Math.min(d.end,v.span));
              v.from=Math.max(0,Math.min(d.end-v.span,v.from));}
            function shown(){return ops.filter(function(p){
              return p.s<v.from+v.span&&p.s+p.d>v.from&&(v.key<0||p.key===v.key);});}
            function step(span){var s=[1e2,2e2,5e2,1e3,2e3,5e3,1e4,2e4,5e4,1e5,2e5,5e5,1e6,2e6,5e6,1e7,2e7,6e7,3e8,6e8];
              for(var i=0;i<s.length;i++)if(span/s[i]<=9)return s[i];return 6e8;}
            function draw(){clampView();
              var top=18+d.nodes*13,h=top+d.clients*ROW,b=[],list=shown(),many=list.length>MOST;
              b.push('<svg class=plot viewBox="0 0 '+W+' '+(h+26)+'" role=img aria-label="Operations from '+time(v.from)+' to '+time(v.from+v.span)+'">');
              var st=step(v.span);
              for(var t=Math.ceil(v.from/st)*st;t<=v.from+v.span;t+=st){var tx=x(t).toFixed(1);
                b.push('<line class=grid x1='+tx+' x2='+tx+' y1=14 y2='+h+' /><text class=tick x='+tx+' y='+(h+14)+'>'+
                  (st>=1e6?(t/1e6)+' s':st>=1e3?(t/1e6).toFixed(3)+' s':(t/1e3).toFixed(1)+' ms')+'</text>');}
              d.bands.forEach(function(f){if(f[0]>v.from+v.span||f[1]<v.from)return;
                var a=Math.max(L,x(f[0])),z=Math.min(W-R,x(f[1])),w=Math.max(1,z-a).toFixed(1);
                b.push('<rect class="column '+f[2]+'" x='+a.toFixed(1)+' y=14 width='+w+' height='+(h-14)+' />');
                f[4].forEach(function(n){b.push('<g><rect class="block '+f[2]+'" x='+a.toFixed(1)+' y='+(14+(n-1)*13)+' width='+w+
                  ' height=11 rx=2 /><title>'+esc(f[3])+'</title>'+(w>90?'<text class=inblock x='+(a+4)+' y='+(23+(n-1)*13)+'>'+esc(f[3].slice(0,Math.floor(w/6)))+'</text>':'')+'</g>');});});
              for(var n=1;n<=d.nodes;n++)b.push('<text class=lane x='+(L-10)+' y='+(23+(n-1)*13)+'>n'+n+'</text>');
              for(var c=1;c<=d.clients;c++){var y=top+(c-1)*ROW;
                b.push('<text class=lane x='+(L-10)+' y='+(y+19)+'>c'+c+'</text><line class=rule x1='+L+' x2='+(W-R)+' y1='+(y+ROW-1)+' y2='+(y+ROW-1)+' />');}
              list.slice(0,MOST).forEach(function(p){var a=Math.max(L,x(p.s)),z=Math.min(W-R,x(p.s+p.d)),w=Math.max(1.6,z-a),
                y=top+(p.c-1)*ROW+5,i=p.i,t=deed(p);
                b.push('<g data-i='+i+'><rect class="op '+looks[p.out]+(i===v.sel?' picked':'')+'" x='+a.toFixed(1)+' y='+y+' width='+w.toFixed(1)+' height=20 rx=3 /><title>'+esc(tell(p))+'</title>');
                if(w>t.length*6.2+8)b.push('<text class="told'+(p.out<1?' on':'')+'" x='+(a+5).toFixed(1)+' y='+(y+14)+'>'+esc(t)+'</text>');
                b.push('</g>');});
              b.push('</svg>');host.innerHTML=b.join('');
              range.textContent=time(v.from)+' to '+time(v.from+v.span)+': '+list.length+' operations'+(many?', the first '+MOST+' drawn; zoom in':'');
              if(rows.open)table(list);}
            function table(list){var b=['<table><thead><tr><th scope=col>client<th scope=col>began<th scope=col>took ms<th scope=col>key<th scope=col>operation<th scope=col>outcome</tr></thead><tbody>'];
              list.slice(0,200).forEach(function(p){b.push('<tr><td>c'+p.c+'<td>'+time(p.s)+'<td>'+(p.d/1e3).toFixed(1)+'<td>'+esc(d.keys[p.key])+'<td>'+esc(deed(p))+'<td>'+words[p.out]+(p.why>=0?': '+esc(d.reasons[p.why]):'')+'</tr>');});
              b.push('</tbody></table>'+(list.length>200?'<p class=muted>The first 200 of '+list.length+'.</p>':''));
              document.getElementById('rows').innerHTML=b.join('');}
            function choose(i){v.sel=i;if(i>=0){var p=ops[i];said.textContent=tell(p);
              if(p.s<v.from||p.s>v.from+v.span)v.from=p.s-v.span/2;}draw();}
            function next(dir){var list=shown();if(!list.length)return;var i=list.findIndex(function(p){return p.i===v.sel});
              i=i<0?(dir>0?0:list.length-1):Math.max(0,Math.min(list.length-1,i+dir));choose(list[i].i);}
            function zoom(f,center){var c=center===undefined?v.from+v.span/2:center,r=(c-v.from)/v.span;v.span*=f;
              v.span=Math.max(500,Math.min(d.end,v.span));v.from=c-v.span*r;draw();}
            function pan(f){v.from+=v.span*f;draw();}
            host.addEventListener('click',function(e){var g=e.target.closest('[data-i]');if(g)choose(+g.dataset.i);});
            host.addEventListener('wheel',function(e){if(!e.ctrlKey&&!e.metaKey)return;e.preventDefault();
              var r=host.getBoundingClientRect(),px=(e.clientX-r.left)*W/r.width;zoom(e.deltaY>0?1.25:.8,v.from+v.span*(px-L)/(W-L-R));},{passive:false});
            host.addEventListener('keydown',function(e){var k=e.key,done=true;
              if(k==='ArrowLeft')pan(-.25);else if(k==='ArrowRight')pan(.25);else if(k==='+'||k==='=')zoom(.5);else if(k==='-')zoom(2);
              else if(k==='Home'){v.from=0;draw();}else if(k==='End'){v.from=d.end;draw();}
              else if(k==='ArrowDown')next(1);else if(k==='ArrowUp')next(-1);else if(k==='Escape')choose(-1);else done=false;
              if(done)e.preventDefault();});
            box.addEventListener('click',function(e){var a=e.target.dataset.do;if(!a)return;
              if(a==='left')pan(-.5);if(a==='right')pan(.5);if(a==='in')zoom(.5);if(a==='out')zoom(2);
              if(a==='all'){v.from=0;v.span=d.end;draw();}
              if(a==='bad'){v.key=d.bad[0];pick.value=v.key;v.from=d.bad[1];v.span=d.bad[2];draw();}});
            pick.addEventListener('change',function(){v.key=+pick.value;draw();});
            rows.addEventListener('toggle',draw);
            if(d.bad){v.key=d.bad[0];pick.value=v.key;v.from=d.bad[1];v.span=d.bad[2];}
            draw();
            })();
            """;

    private Behaviour() {}

    static String script() {
        return SCRIPT;
    }
}
